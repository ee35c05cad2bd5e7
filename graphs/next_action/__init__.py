"""Which action comes next in a conversation, with which values: learned from transcripts of people at work.

It knows no action by name. What it learns from is what was said, which actions were taken with which arguments, and,
where they are given, the flow that each conversation belongs to and a policy naming each flow's actions in order.
"""
