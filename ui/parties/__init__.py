"""Parts that the pages of clients and of distributors share: timeline, composer, small lists."""
