"""The letters and records that the policy requires, each with its own Word template: its fields, and when it is due.

keys            the kinds as they are named on the command line
letter          what all of them have: whom they are to, who signs, and why they are due
fields          what a letter is filled in with, as text
letter_context  the settings, cycle, day and names that letters need
report          the covering letter of the report (6.3)
concern         a concern and its discussion confirmed, with the monitoring plan (7.1)
monitoring      monitoring extended, and its outcome (7.1)
capability      capability replaces performance management (7.2)
grievance       the review suspended for a grievance, and resumed (1.4)
meeting         the record of a meeting (8.1)
pay             the outcome of the pay decision (1.4, 6.4)
appeal          the outcome of an appeal that left it as it was (6.4)
kinds           all of them, and which are due for a person
"""
