"""From a file to a filing: workbooks and reports as they are, whoever made them."""
