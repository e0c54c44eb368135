"""Sentences for an invented journal: people who lead, decline, correct and give; no rescuer.

One sentence a line, indented lines go on with it. Before the bar stand the way it was done and its
tags; in `MISSED` and `MISTAKES` the kind and its tags. In braces stand slots, see `SLOTS`.
"""

SLOTS = {
    "meeting": (
        "the planning meeting; the retro; the design review; the stand-up; the architecture call; "
        "the incident review; the roadmap call; the sprint demo; our weekly call; the budget "
        "round; the all-hands; the handover; the customer call; the estimation hour"
    ),
    "work": (
        "the retry logic; the billing export; the cache rewrite; the search index; the upgrade "
        "plan; the login page; the alert rules; the data import; the onboarding guide; the load "
        "test; the release notes; the style guide; the support rota; the test harness; the new "
        "dashboard; the error messages; the rollback script; the queue design"
    ),
    "piece": (
        "an article; a long blog post; two chapters; an essay; a report; a first-hand account; "
        "an interview; the transcript of a talk; a thread that was passed on to me"
    ),
    "about": (
        "names that forms reject; captions and who uses them; who gets interrupted; job adverts "
        "and whom they put off; part-time work and promotion; who takes the notes; pay gaps; "
        "remote colleagues in half-remote meetings; accents and who is believed; the chores of "
        "an office; how referrals shape a team; screen readers and tables like ours; fasting and "
        "lunch meetings; feedback that says nothing; what a first month is like from outside"
    ),
    "name": (
        "Priya; Amina; Tomasz; Ines; Kwame; Farah; Dana; Leila; Grace; Yuki; Ravi; Oksana; Bea; "
        "Marek; Joy; Hana; Noor; Elif; Ana; Samuel; Zoë; Łukasz; Søren; Chloé; José; Aoife; Mei; "
        "Ibrahim; Tuva; Nikos; Márta; Dele"
    ),
}
"""What may stand in a slot, divided by semicolons; {other} is a second {name}."""

LEARN = """\
read meetings | Read {piece} about {about}. I had not looked at {meeting} that way.
read | Read {piece} about {about}, and the comments below it, which taught me more.
read hiring | Read {piece} about {about}; our last advert does three of the things it names.
read language | Looked up where a word I use every day comes from. I will use another.
read docs | Read the accessibility chapter of our own handbook for the first time.
listen meetings | Listened to {name} on what it takes to get a word in during {meeting}.
listen promotion | {name} explained how the last promotion round looked from outside the room.
listen | {name} told a story at lunch that was theirs to tell. I asked nothing and listened.
listen onboarding | {name} walked me through the first month here. The access forms took nine days.
listen on-call | Heard in the network how a week on call goes with small children at home.
listen mentoring | {name} said mentoring had meant advice for years, when what was missing was an
  introduction.
ask captions | Asked {name} which captions are any good. The answer: the ones somebody checks.
ask meetings | Asked {name} what would make {meeting} better. A written agenda, a day ahead.
ask language | Asked {name} how to say the name properly, wrote it down by ear, and practised.
ask code-review | Asked {name} which of my review comments helped. Two of eleven.
ask flexible-hours | Asked how {name} wants to be reached on the short days. By mail, not at all
  after three.
ask | Asked {name} for something to read about {about}; got a list in good order, with a warning
  about the first item.
course | Second session of the course. The empathy triangle was less obvious than it looked.
course | Course, third session: we wrote down one thing we would do. Mine took four tries.
course feedback | Course homework on {about}. {other} had the better example and led the group.
watch captions | Watched the recording of {meeting} with the sound off. Half of it was lost.
watch | Watched a talk on {about}; stopped twice to write things down.
watch meetings | Watched who spoke in {meeting} and for how long. I was on the list twice.
event community | Sat at the back of the network's open evening and listened. {name} led it.
event | {name} gave a talk on {about}. The questions from the floor were longer than the talk.
event hiring | Panel on {about}; {name} took my favourite argument apart in two sentences.
listen hiring | {name} showed me a scorecard from another team. It says what “good” means.
read credit | Counted whose names stand on {work}. The person who designed it is not there.
read on-call | Read three months of on-call notes. The same two people swap into every holiday.
listen feedback | {name} read me the feedback they got last year. There was no verb in it.
ask planning | Asked {name} who decides which work counts as stretch work. Nobody had asked before.
read promotion | Read the promotion criteria aloud. “Presence” appears four times, undefined.
listen captions | {name} turned the captions on for {meeting} and showed us what a number becomes.
watch docs | Went through our docs with a screen reader, as {name} had proposed. A maze of tables.
"""

CHALLENGE = """\
assumption planning | Assumed {name} would not want {work} because of the travel. Nobody had asked.
assumption meetings | Took silence in {meeting} for agreement. It was the third topic in a row.
assumption hiring | Caught myself calling a candidate “not quite senior” and could not say why.
assumption | Thought {name} needed help with {work}. {name} was waiting for me to be done.
assumption on-call | Had planned on-call around what I would have wanted. {name} pointed it out.
assumption onboarding | Explained {work} from the start to {name}, who wrote its first version.
assumption feedback | I softened feedback for {name} and not for {other}. Why?
assumption promotion | I had {name} down as content where they are. It was my guess, not their word.
language docs | Searched our docs for “obviously” and “just”. Thirty-one, nineteen by me.
language | Noticed that I say “the guys” in {meeting}. Wrote down what to say instead.
language hiring | Rewrote an advert: “native speaker” had no reason to be in it. {name} spotted it.
language code-review | Read my review of {work} again. To {name} I ask, to {other} I order.
language feedback | Wrote “abrasive” in a draft and looked at what I wrote of others who push back.
motive | Wanted to speak for {name} in {meeting}. Part of it was wanting to be seen doing it.
motive meetings | Why did I share that article? Half to learn, half to be thought of as someone
  who reads such things.
motive mentoring | Asked myself who the mentoring is for. {name} sets the topics from now on.
motive credit | I liked being thanked for {work}. Most of it was {name} and {other}.
motive community | Thought twice before joining the network's call. I go to listen, not to host.
privilege flexible-hours | Left at four without a word to anyone. {name} could not do that unasked.
privilege | Nobody has ever asked me where I am really from. I had not counted that as anything.
privilege on-call | I can sleep after a bad night on call. Some of us have a second shift at home.
privilege meetings | Interrupted twice in {meeting} and nobody minded. I would mind it in others.
privilege hiring | My first job came through a friend of the family. I had left that out for years.
assumption code-review | Approved {other}'s change after a glance and {name}'s after an hour.
  Same size.
assumption captions | Thought captions were for a few. Five people in {meeting} had them on.
language meetings | Made a joke about accents, my own included. It still was about accents.
motive promotion | Was I backing {name} for the work or because we think alike? Wrote down the work.
assumption planning | Gave the demo to {other} again because it is easy. Easy for me.
"""

EMPATHISE = """\
check-in on-call | Asked {name} how the week on call had been, and did not fix anything.
check-in | {name} wanted ten minutes of quiet and not a talk. I left it at that.
check-in onboarding | Coffee with {name} in week three. The team is kind; the acronyms are not.
check-in meetings | After {meeting} I asked {name} whether that had been all right. “Not really, but
  I handled it.”
check-in flexible-hours | {name} asked for a later start of {meeting}. We moved it; that was all.
listen | {name} talked for half an hour about {work} and what it had cost. I said very little.
listen promotion | {name} was passed over. No advice was wanted, and I nearly gave some.
listen feedback | Let {name} finish. It took longer than I am used to and was worth it.
listen credit | {name} told me how it was to see {work} presented by someone else.
ask meetings | Offered to bring it up for {name}. The answer was no, with a reason I respect.
ask mentoring | Asked {name} what support would be welcome. “A second pair of eyes on Thursdays.”
ask planning | Asked instead of assumed: {name} does want {work}, and wants {other} on it.
ask hiring | Asked {name} whether another panel would be too much. It would. We asked {other}.
ask captions | Asked beforehand what {name} needs for {meeting}. Material a day ahead; done.
repair meetings | Went back to {name} about {meeting}. I said what I had done and no more.
repair feedback | Told {name} that my joke was at their cost. {name} had already moved on, I had to.
repair code-review | Apologised for the tone of my review. {name} had written the fix by then.
listen meetings | {name} corrected how I told a story about us both, and told it better.
check-in credit | {name} brought me tea on the day {work} failed. I had not expected to be seen.
check-in mentoring | {name} asked me how I was, and waited for the second answer.
listen onboarding | {name} found my explanation of {work} insulting and said so kindly.
ask language | Asked {name} which of the two names they go by at work. Now I know.
listen on-call | {name} and {other} had the same bad night and told it in two different ways.
ask feedback | Asked {name} how I come across in {meeting}. “Certain.” It was not meant as a gift,
  and was one.
listen hiring | {name} told me what our interview was like from the other chair.
repair promotion | I had promised {name} an answer and gave none. Said so, and gave it.
check-in planning | {name} turned {work} down. We talked about why, and it stays turned down.
listen language | Lost the thread of what {name} explained and said so. {name} began again.
ask flexible-hours | Prayer room, nap room, quiet room: asked {name} what it should be called.
check-in captions | {name} said thank you for the captions; they were set up by {other}, and I
  passed it on.
"""

ACT = """\
credit meetings | {name} had the idea for {work}; said so in {meeting} when it came up as mine.
credit code-review | Put {name} and {other} on {work} as authors before I sent it round.
credit | Forwarded the thanks for {work} to {name}, who did it, with the customer in copy.
amplify meetings | Repeated {name}'s question in {meeting} and said whose it was.
amplify planning | {name} and I agreed to pick up each other's half sentences in {meeting}.
amplify | {name} had it right a week ago. Linked the message instead of rephrasing it.
speak-up meetings | “{name} was not finished.” That was all, and {name} went on.
speak-up hiring | Asked in {meeting} what we mean by culture fit. Silence, then a better list.
speak-up promotion | Asked for the criteria before the names. {name} backed it and took the pen.
speak-up | Said that the joke does not work for me. {other} changed the topic; good enough.
call-in | Talked with {other} after {meeting} about the nickname. It was a short talk.
call-in code-review | Asked {other} in private to leave the sarcasm out of reviews of {work}.
call-in feedback | {other} and I went through a draft together and took the adjectives out.
call-out meetings | Named the interruption in {meeting}, not the person. Then {name} led on.
call-out hiring | Said that the remark about the candidate's age is not something we weigh.
mentor mentoring | Hour with {name} on {work}. {name} set the agenda; I had two questions to answer.
mentor onboarding | Paired with {name} on {work} and kept my hands off the keyboard.
sponsor promotion | Put {name}'s name forward for {work} when it was handed out. {name} had agreed.
sponsor planning | Told two directors what {name} built, in numbers {name} had given me.
open-door planning | Offered {work} in the open instead of to the usual two. {name} took it.
open-door hiring | Asked for a second slate before the interviews. {name} found three people.
open-door meetings | Moved {meeting} out of the late slot. {name} had asked twice, I had not heard.
step-back meetings | Let {name} run {meeting}. It was shorter than mine and decided more.
step-back | Turned down a stage and passed the organisers {name}'s name, with leave to do so.
step-back credit | Left {meeting} to {name} and {other}; their work, their room.
policy hiring | Wrote the interview questions down and sent them to everyone on the panel.
policy on-call | {name} drafted a fair rota for {work}; I took it to the people who could say yes.
policy captions | Captions are on by default in {meeting} now. {name} wrote the how-to.
policy meetings | Note-taking goes round by the alphabet. It was me today.
policy docs | Alt text for every picture in {work}. {name} checked, and sent four back.
policy promotion | Asked that the criteria be published. Declined this time; asked who decides.
role-model flexible-hours | Put the school run in my calendar, with its real name.
role-model on-call | Took the day off after a night on call, and said why.
community community | Joined the network as a listener. {name} gave me a chair to carry.
community | Set up the room for the network's evening and went home when it began.
amplify hiring | {name}'s case in the debrief was the clearest. I asked to hear it once more.
speak-up captions | Asked the host of {meeting} for captions before anyone had to.
credit docs | Added {name} and {other} to the thanks in {work}; both corrected the spelling.
open-door onboarding | Sent the material for {meeting} a day ahead, and kept to it this time.
mentor code-review | Asked {name} to review mine for once. Eleven comments, ten of them right.
step-back planning | Wanted to fix {work} for {name}. Asked; “no, I want to learn it”. Left it.
sponsor | Asked {name} before naming them to the director. The answer was “not this year”.
"""

MISSED = """\
act meetings | {name} was talked over in {meeting} and I looked at my screen.
act | A joke about an accent. I smiled along.
act credit | {work} was presented without {name}'s name. I knew, and let it go by.
act hiring | “She will want children soon.” I heard it in the debrief and said nothing.
act promotion | The list was made before the criteria. I had the question ready and kept it.
act captions | The host said captions are distracting. {name} left; I stayed.
act code-review | {other} wrote “did you even test this” to {name}. I scrolled on.
act on-call | {name} took the bad week again. I had seen the rota on Monday.
act meetings | {name}'s proposal was “interesting”, the same from {other} was “great”. I noticed.
act planning | The notes fell to {name} for the fourth time and I was glad that it was not me.
empathise | {name} was quiet all through {meeting}. I meant to ask, and did not.
empathise onboarding | Walked past {name} eating alone in the first week.
empathise feedback | {name} asked how the talk had been. I said “fine” and had noticed more.
challenge hiring | I felt sure about a candidate within a minute and did not ask myself why.
challenge language | Used the old name for {work} again, knowing what it refers to.
learn community | The network's open evening was today. I worked late on nothing urgent.
learn | {name} offered to explain {about}. I said “another time” and meant never.
act flexible-hours | The date was moved to the one evening {name} cannot. Nobody asked, nor did I.
"""

MISTAKES = """\
empathise meetings | Talked over {name} in {meeting}, twice, while making a case for listening.
empathise | Told {other} something {name} had told me in confidence.
empathise language | Got {name}'s name wrong in front of everyone, after practising it.
empathise onboarding | Explained {work} to {name} as if to a child. {name} let me finish.
empathise feedback | Asked {name} to teach me about {about} at the end of a long day.
empathise mentoring | Gave {name} advice for twenty minutes. The question had been yes or no.
act credit | Thanked {other} in {meeting} for {work}. It was {name}'s.
act meetings | Put {name} on the spot: “you must have a view on this”.
act | Spoke up for {name}, who had asked me not to.
act promotion | Praised {name} for being patient. {other} got “ambitious” from me an hour later.
act hiring | Signed off a panel of four who all went to the same two schools, me among them.
act planning | Turned {work} down on {name}'s behalf, to protect their time.
act captions | Forgot the captions, was reminded by {name}, and blamed the tool.
act code-review | Rewrote {name}'s change instead of reviewing it.
act on-call | Swapped the rota over {name}'s head, meaning well.
challenge language | Called the whole group “guys” in the first line of the mail about language.
challenge | Got defensive when {name} pointed out a slip. It was a small slip until then.
learn | Sent {name} an article about {about}. {name} had written its second half.
"""
