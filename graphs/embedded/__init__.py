"""The built-in model: sentence embeddings, trained heads, parsers and a policy that follows the tools' schemas."""
