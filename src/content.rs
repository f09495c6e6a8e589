//! Content: posts, pages and reports, read from front matter and Markdown.

pub mod markdown;
