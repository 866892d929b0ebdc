"""Papers made from a case: which there are, what each still lacks, how it is worded, set and kept.

Refuses to hold what the law demands of a paper (`law/papers`), and anything said in a room: no paper is made from it.
"""
