"""Parts of lists with something beside them: the panel that follows a row, its rows of words, the board of cases."""
