"""The built-in model: sentence embeddings, classifiers, parsers and a policy that follows the tools' schemas."""
