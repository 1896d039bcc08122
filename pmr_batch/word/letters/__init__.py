"""The other writings that the policy asks for, each with its own Word template: what is filled in, and when it is due.

keys        what the kinds are called on the command line
letter      what all of them have: whom they are to, who signs, and what is due
fields      what a letter is filled in with, as text
desk        whose name, date and number it is that a letter needs
report      the covering letter of the report (6.3)
concern     a concern and its discussion confirmed, with the monitoring plan (7.1)
monitoring  monitoring extended, and its outcome (7.1)
capability  capability replaces performance management (7.2)
grievance   the review suspended for a grievance, and resumed (1.4)
meeting     the record of a meeting (8.1)
pay         the outcome of the pay decision (1.4, 6.4)
kinds       all of them, and which are due for a person
"""
