"""Chat exports become a Conversation: plain lines, WhatsApp, Telegram, Signal, CSV and JSONL."""
