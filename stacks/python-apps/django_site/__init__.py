"""A Django project with the routes of answers.py: no database, no middleware, no sessions."""
