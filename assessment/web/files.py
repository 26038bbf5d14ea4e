"""A file to save as the answer to a request."""

from flask import Response, current_app


def file_answer(content: str | bytes, media_type: str, name: str) -> Response:
    """The answer that a browser saves under that name; nothing on the way keeps a copy of it."""
    answer = current_app.response_class(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
