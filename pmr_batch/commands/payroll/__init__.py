"""What can be told to people and to payroll of the decisions in force, and what payroll was not told yet."""
