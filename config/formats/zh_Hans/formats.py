"""Numbers in Chinese as the books of a school have them: 1,127,500.00. Django groups by four, by nothing."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
