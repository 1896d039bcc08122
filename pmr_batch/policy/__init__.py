"""What the policy says in numbers and dates: parameters, the working calendar, pay points, reference data."""
