"""What the stages hand to each other: plain, frozen, picklable.

Money is annual full-time pay in Decimal pounds, without allowances. Text that came out of a workbook is data, in every
field.

terms, returns, findings   what is read, and what is found in it
person, decision           one person: what the returns hold, the row before the committee, what was decided
round, run_facts           everybody merged, then moderated; which run it is
earlier_runs               what earlier runs put before the committee
payroll                    what payroll is told of decisions
consistency, cost, equality, applications, run_changes, objectives_sample, deadlines, members
                           what the committee needs to see over the whole trust
"""
