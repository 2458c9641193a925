"""The few emoji that people at work use, by the names that Slack gives them; others stay as they are written."""

EMOJI = {
    "+1": "👍", "-1": "👎", "thumbsup": "👍", "thumbsdown": "👎", "wave": "👋", "pray": "🙏",
    "clap": "👏", "eyes": "👀", "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌",
    "warning": "⚠️", "no_entry": "⛔", "exclamation": "❗", "question": "❓", "bulb": "💡", "mag": "🔍",
    "memo": "📝", "pencil": "📝", "bookmark": "🔖", "lock": "🔒", "key": "🔑", "bell": "🔔", "mega": "📣",
    "speech_balloon": "💬", "email": "✉️", "envelope": "✉️", "inbox_tray": "📥", "outbox_tray": "📤",
    "package": "📦", "truck": "🚚", "ship": "🚢", "anchor": "⚓", "calendar": "📆", "date": "📅",
    "hourglass_flowing_sand": "⏳", "alarm_clock": "⏰", "stopwatch": "⏱️",
    "chart_with_upwards_trend": "📈", "chart_with_downwards_trend": "📉", "bar_chart": "📊",
    "large_green_circle": "🟢", "large_yellow_circle": "🟡", "large_orange_circle": "🟠",
    "red_circle": "🔴", "large_blue_circle": "🔵", "white_circle": "⚪", "star": "⭐", "tada": "🎉",
    "rocket": "🚀", "fire": "🔥", "heart": "❤️", "slightly_smiling_face": "🙂", "smile": "😄",
    "neutral_face": "😐", "slightly_frowning_face": "🙁", "disappointed": "😞", "angry": "😠",
    "arrow_right": "➡️", "arrow_up": "⬆️", "arrow_down": "⬇️", "link": "🔗", "file_folder": "📁",
    "wrench": "🔧", "handshake": "🤝",
}  # fmt: skip


def emoji(name: str, unicode: str = "") -> str:
    """The character of this name; `unicode` is its code as rich text gives it ("1f44d-1f3fb")."""
    if unicode:
        try:
            return "".join(chr(int(one, 16)) for one in unicode.split("-"))
        except (ValueError, OverflowError):
            return f":{name}:"
    return EMOJI.get(name, f":{name}:")
