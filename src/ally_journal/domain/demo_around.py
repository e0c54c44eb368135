"""What is said beside the entries of an invented journal.

Lists have one item a line; where an item has parts, bars divide them.
"""

SECOND = {
    "learn": """\
Wrote down two sentences of it word for word.
I will read it again in a few months.
Some of it I had heard before and not understood.
I disagreed with the middle part and slept on it; less so now.
It is a small thing and it is every day.
Passed it on to nobody yet; first I want to try it.
There is more to it than I can put here.
I should have asked years ago.
""",
    "challenge": """\
I do not like it, which is why it stands here.
It took a day until I could see it.
Nothing came of it this time.
I would have said the opposite last year.
Wrote it down before I could explain it away.
It is a habit, not an accident.
I notice it mostly when I am tired.
""",
    "empathise": """\
I had guessed something else entirely.
I asked once and left it there.
It was not about me, and it took me a while to hear that.
We did not solve anything.
I wanted to fix it and sat on my hands.
It stays between us.
""",
    "act": """\
We will see whether it holds.
It was easier because we had agreed on it before.
Next time I would do it sooner.
I asked first.
It did not work, or not yet.
It was less than it sounds.
Somebody else would have done it if I had waited.
""",
}

SECOND_PARAGRAPHS = """\
What stays with me is how long it had been like that. Nobody decided it; it had simply never been
  anyone's job to look. I want to remember that when the next thing “has always been so”.
Later I thought about who was not there. The people it concerns had sent a note, and the note was
  read out as if it were a formality. It was the clearest thing anybody said that day.
I have done the same at least twice this year. Once I was told, once I noticed by myself, and the
  second time felt worse. What helped was having one short sentence ready.
The answer I got was shorter than my question: “Ask me before, not after.” I have put it at the
  top of my notes for meetings.
We talked about it again in the evening, and it turned out that each of us had waited for the
  other to begin. Next time whoever sees it first says one word.
I do not know yet what to make of it. Two people I trust see it differently, and both have more
  to do with it than I have. I leave it open here and come back to it.
It would have been simple to take this one over. It is not mine to take over; my part was a door
  and a calendar entry, and then to be out of the way.
"""

LESSONS = """\
Ask for the criteria first.
Ask before helping, and take no for an answer.
Say the name with the idea.
One short sentence, at once, is better than a good one tomorrow.
The impact counts, whatever I meant.
Agree beforehand who says something.
Send material a day ahead.
Write down the behaviour, not the person.
Wait three seconds longer than is comfortable.
Who is not in the room?
Thank for the correction, then stop talking.
Ask what would be welcome instead of what is wrong.
A rule helps more than a reminder.
Rotate the chores.
Do not explain an apology.
Bring it up in private first if there is time.
Check captions before the others arrive.
An invitation is not a summons.
“No” is a full answer.
Look at the list before agreeing to the list.
"""

BECAUSE = """\
I did not know what to say.
He outranks me.
It went too fast.
I did not want to make it bigger in front of everyone.
I was not sure I had heard it right.
It was nearly seven and I wanted to go home.
I thought somebody closer to it would speak.
I was afraid of saying it wrong.
The customer was on the call.
I did not feel safe to, that week.
"""

ANSWERS = {
    "notice": """\
Who has the floor, and who gives it.
Whose names stand on things.
How often I am the one who explains.
What a form asks that it need not.
Which meetings have no agenda.
""",
    "source": """\
From somebody in the network, who said I may repeat it.
From the person who built it.
From the second session of the course.
From a colleague two teams over.
From the footnotes, mostly.
""",
    "assumed": """\
That quiet means content.
That it was the first time.
That I would be asked if it mattered.
That travel is the problem.
That everybody can see what I see.
""",
    "found": """\
There had been two proposals before mine.
It was about time and not about will.
I like being needed.
Nobody had decided it; it was the default.
I was the only one surprised.
""",
    "understood": """\
I assumed at first. Then I asked, and it was something else.
That it was not a request.
That being asked each time is work, too.
I asked. It was about the date, not the task.
Not much yet. I listened.
""",
    "received": """\
A plain correction.
A name to call, for later.
Patience.
A better question than mine.
Half an hour I had no claim to.
Tea, and the truth.
""",
    "risked": """\
Little for me; a long afternoon.
Some goodwill with the other team.
More for them than for me, so I asked first.
A grumpy reply, which came.
Nothing I could name.
""",
    "impact": """\
They said nothing more in that meeting.
I do not know. I have not asked, and will not press.
They told me plainly that it had stung.
It made the week harder, as I heard later.
Smaller than I feared; still theirs to say.
""",
    "did": """\
Apologised for the effect, without a reason attached.
Stopped, said so, gave the floor back.
Corrected it in the same meeting.
Listened, and wrote the correction under my own name.
Nothing for two days, then a short message.
""",
}

HEARD = {
    "them": """\
“That was useful, thank you for asking first.”
“I would have managed. It was fine.”
“Next time ask me before, please.”
It helped with the second interview.
“You made it about you for a minute.” True.
Would rather have said it themselves.
“I had forgotten about it.”
Used the minutes to finish the argument, and carried it.
“Better. Keep the agenda coming.”
""",
    "others": """\
Two people said the meeting was calmer.
It was seen as taking sides.
Somebody else does it now, too.
The panel used the questions again.
I was told it had been noticed, and not more.
""",
    "guess": """\
I think it landed; nobody said so.
Probably a little stiff.
They seemed relieved, or it was the end of the day.
I cannot tell.
It looked all right from where I sat.
""",
    "not-mine": "\n",
}

HEARD_OF_MISTAKE = """\
“It stung. You said so yourself, that was enough.”
“I am still a bit cross, and that is all right.”
“Thank you for not explaining it.”
“Please do not bring it up again.”
They had told a friend about it, who told me.
"""
