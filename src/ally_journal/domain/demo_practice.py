"""The other records of an invented journal: plans, obstacles, the shelf, and what is thought.

Lists have one item a line; where an item has parts, bars divide them.
"""

PLANS = """\
meetings | When someone is talked over, I give the floor back. | the course on allyship
  | kept | Three times. Easier with a sentence ready.
hiring | When a shortlist comes up, I ask for the criteria first. |
  | kept | It is on the agenda now, so I am not needed for it.
credit | When I present something, I name who built it on the first slide. | review
  | kept | Also in mails.
code-review | When I write “just” in a review, I ask a question instead. |
  | changed | I let a day pass and read it again; that works better.
on-call | When the rota comes out, I look who has the holidays. |
  | dropped | Somebody closer to it does it now, and better.
captions | When I host, I turn the captions on before anyone joins. | the network's open evening
  | kept | It is the default now.
mentoring | When I want to give advice, I ask what is wanted. | review
  | changed | I ask at the start of the hour, not each time.
promotion | When criteria are vague, I ask for an example. |
  | dropped | The round was called off.
community | When the network meets, I go to listen. | the course on allyship
  | changed | Every second month. Honest is better than often.
language | When I get a name wrong, I correct it once and go on. |
  | kept | No speeches.
planning | When stretch work comes up, I offer it in the open. | review
  | kept | Twice taken, once by someone I would not have thought of.
feedback | When I write an adjective in feedback, I write what happened instead. |
  | changed | I do it in pairs now, we read each other's.
flexible-hours | When I leave early, I say so and why. |
  | dropped | It felt like a show.
meetings | When a meeting has no agenda, I ask for one the day before. | review
  | open |
hiring | When a panel is picked, I ask who is missing. | the course on allyship
  | open |
credit | When I am thanked for something shared, I answer with the names. |
  | open |
"""
"""Tag, words, where it comes from, how it ended and what was said then; in the order of a year."""

OBSTACLES = """\
Panels are picked by habit, so the same six people always judge.
  | I book the rooms | the two recruiters | Propose a rota for panels.
  | Ask whether the trial month may become the rule. | changed | The rota stands.
Stretch work is handed out in a chat that not everyone is in.
  | I lead one of the three teams | Noor, from planning | Ask for a list in the open.
  | Show the list at the next planning and say how it was made. | open |
The promotion criteria say “presence” and nobody knows what it means.
  | a seat in the yearly review of the criteria | the staff council | Collect four examples.
  | Hand the examples to whoever has the seat next. | handed-on | The council has it on its list.
On-call has no cover for parents of young children.
  | none yet, but I can count the swaps | Marek | Count the swaps of half a year.
  | | unchanged | Counted and shown; no money this year.
"""
"""Words, lever, who with, next step, a later next step, how it ended, what was said then."""

SHELF = """\
done | Working beside someone is a skill and not an attitude.
done | Sponsoring needs leave from the person sponsored.
in-progress |
to-read |
"""
"""Where each shipped item stands, in their order, and what was taken from it."""

WHY = """\
I stayed quiet for years.
Because it costs me little and others a lot.
I want to hear more than I say.
Somebody once opened a door for me and never mentioned it.
I am still at the beginning, and I would rather know than guess.
Because the quiet rules help people like me, and I would like to see them.
"""

STORIES = """\
my-story | 40 | I learned early that nobody asks me at the door who I am.
our-story | 95 | Ten of us eat together and eight of us went to the same kind of school.
the-story | 180 | The ones who wrote the rule do not notice that there is one.
my-story | 250 | I was helped often and called it luck. I have never had to change how I speak.
"""
"""Topic, how many days into the year, and the words."""

SEVEN = """\
Me. I could leave at six without a word to anyone.
That the loud one had the experience.
I was thanked, and the minutes were not mine.
The two who joined by telephone.
Nobody had asked. I did, afterwards.
I did, for most of it.
Time. And I had not read the page first.
"""
"""An answer to each of the seven questions, in their order."""

TAKE_ALONG = """\
Fewer words.
The agenda goes out on Wednesdays.
Ask who wanted it.
I listen worse in the afternoon.
Both mistakes were on days without lunch.
Half of it was other people's work, which is as it should be.
Nothing was asked of me this week, and that is fine.
Write sooner; by Friday I remember only my own part.
The correction was a kindness.
I keep guessing how it landed.
Leave room at the end.
The rule did more than all my reminders.
Say less in the hiring debrief, and say it first.
Somebody else said it, and better.
Read before asking.
"""
