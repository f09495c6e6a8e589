//! Sends answers whose length is known.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::net::TcpStream;
use std::sync::Arc;

use tiny_http::{HTTPVersion, Header, Response};

use super::range::{ByteRange, parse_range};

/// An answer, before `Range` is applied to it.
#[derive(Debug)]
pub(crate) struct HttpAnswer {
    pub(crate) status: u16,
    pub(crate) media: &'static str,
    /// Further headers.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: AnswerBody,
}

#[derive(Debug)]
pub(crate) enum AnswerBody {
    Bytes(Arc<[u8]>),
    /// An open file, and its size in bytes.
    File(std::fs::File, u64),
}

impl HttpAnswer {
    pub(crate) fn bytes(status: u16, media: &'static str, bytes: impl AsRef<[u8]>) -> Self {
        let body = AnswerBody::Bytes(bytes.as_ref().into());
        Self { status, media, headers: Vec::new(), body }
    }
}

/// Sends an answer, or the part of it that `range`, a value of `Range`, names.
///
/// # Errors
/// If the client has gone, or a file cannot be read.
pub(crate) fn send(
    answer: HttpAnswer,
    range: Option<&str>,
    head_only: bool,
    mut client: &TcpStream,
) -> io::Result<()> {
    let HttpAnswer { status, media, mut headers, body } = answer;
    let size = match &body {
        AnswerBody::Bytes(bytes) => bytes.len() as u64,
        AnswerBody::File(_, size) => *size,
    };
    let range = range.filter(|_| status == 200);
    let (status, bytes, content_range) = match parse_range(range, size) {
        ByteRange::Whole => (status, 0..size, None),
        ByteRange::Part(bytes) => {
            let content_range = format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1);
            (206, bytes, Some(content_range))
        }
        ByteRange::Unsatisfiable => (416, 0..0, Some(format!("bytes */{size}"))),
    };
    let length = bytes.end - bytes.start;
    headers.extend(content_range.map(|range| ("Content-Range", range)));
    client.write_all(&head(status, media, length, &headers)?)?;
    if head_only {
        return Ok(());
    }
    match body {
        AnswerBody::Bytes(all) => {
            let mut cursor = Cursor::new(all);
            cursor.set_position(bytes.start);
            io::copy(&mut cursor.take(length), &mut client)?;
        }
        AnswerBody::File(mut file, _) => {
            file.seek(SeekFrom::Start(bytes.start))?;
            io::copy(&mut file.take(length), &mut client)?;
        }
    }
    Ok(())
}

/// The head of an answer, up to the empty line.
fn head(
    status: u16,
    media: &str,
    length: u64,
    others: &[(&'static str, String)],
) -> io::Result<Vec<u8>> {
    let mut headers = vec![
        ("Content-Type", media),
        ("Cache-Control", "no-store"),
        ("Accept-Ranges", "bytes"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        // Without it tiny_http adds its own name.
        ("Server", "rostok"),
    ];
    headers.extend(others.iter().map(|(name, value)| (*name, &**value)));
    let headers = headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok());
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let response = Response::new(status.into(), headers.collect(), io::empty(), Some(length), None)
        // Not chunked, so that HEAD gets `Content-Length` too.
        .with_chunked_threshold(usize::MAX);
    let mut head = Vec::new();
    response.raw_print(&mut head, HTTPVersion(1, 1), &[], true, None)?;
    // tiny_http leaves this header to its own server.
    head.truncate(head.len().saturating_sub(2));
    head.extend_from_slice(b"Connection: close\r\n\r\n");
    Ok(head)
}
