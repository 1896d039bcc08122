"""The rule book as people read it: the policy clause by clause, and each rule explained.

`clauses` has every clause of the policy and how it is met, `examples` what each rule finds and lets pass,
`wording` a rule's words without a case, `explained` all of it for one rule. `text` makes text of them for
a terminal, `machine` lists for machines. The Excel sheet is made by `produce.rule_book`.
"""
