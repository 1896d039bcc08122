"""Word documents: `filling` fills templates, `reading` reads what a filled-in one shows.

`appendix_a` is the form of the policy, `letters` its other writings.
"""
