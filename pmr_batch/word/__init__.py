"""Word documents: `filling` fills templates, `appendix_a` is the form of the policy, `letters` its other writings."""
