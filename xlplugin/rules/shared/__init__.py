"""What rules of several families need: guards, wording, what a total adds up."""
