"""Appendix A: its words, what it says of one person, and its Word template.

labels      the words of the policy's Appendix A, in its order
content     what one person's form says, as plain data
fields      the same as text: dates, money and blank rows written the one way the form has
appendix_a  its template, and what that may be filled in with
"""
