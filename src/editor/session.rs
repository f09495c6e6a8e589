//! Who may call the editor: the key of this run, and the codes that are exchanged for it.
//!
//! No cookies: a browser sends those to every port. The program opens an address with a code in its
//! fragment, which no server and no other page sees; the page exchanges it, once, for the key and keeps
//! that for its tab. A second start of the program shows the opener, which only a file of this user has,
//! and gets a further code.

use std::sync::{Mutex, MutexGuard, PoisonError};

use blake3::Hash;

/// The maximum number of codes that nobody has exchanged yet.
const MAX_CODES: usize = 16;

/// The secrets of one run.
pub(super) struct Session {
    key: String,
    opener: String,
    /// Digests of the codes that may still be exchanged, the oldest first.
    codes: Mutex<Vec<Hash>>,
}

impl Session {
    /// Draws the secrets.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub(super) fn new() -> Result<Self, NoRandomNumbers> {
        Ok(Self { key: secret()?, opener: secret()?, codes: Mutex::default() })
    }

    /// What a further start of the program shows to get a code.
    pub(super) fn opener(&self) -> &str {
        &self.opener
    }

    /// A code that can be exchanged once; `None` if the system gives no random numbers.
    pub(super) fn new_code(&self) -> Option<String> {
        let code = secret().ok()?;
        let mut codes = self.codes();
        if codes.len() >= MAX_CODES {
            codes.remove(0);
        }
        codes.push(digest(&code));
        Some(code)
    }

    /// The key, for a code that has not been exchanged yet.
    pub(super) fn redeem(&self, code: &str) -> Option<&str> {
        let digest = digest(code);
        let mut codes = self.codes();
        let at = codes.iter().position(|known| *known == digest)?;
        codes.remove(at);
        Some(&self.key)
    }

    pub(super) fn is_key(&self, text: &str) -> bool {
        digest(text) == digest(&self.key)
    }

    pub(super) fn is_opener(&self, text: &str) -> bool {
        digest(text) == digest(&self.opener)
    }

    /// A poisoned lock is used: no change under it can be left half done.
    fn codes(&self) -> MutexGuard<'_, Vec<Hash>> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

/// The system gives no random numbers.
#[derive(Debug)]
pub(super) struct NoRandomNumbers;

/// Digests are compared in constant time, and their time tells nothing of how much of a text is right.
pub(super) fn digest(text: &str) -> Hash {
    blake3::hash(text.as_bytes())
}

/// Random bytes.
pub(super) fn random<const COUNT: usize>() -> Result<[u8; COUNT], NoRandomNumbers> {
    let mut bytes = [0; COUNT];
    let source = rustls::crypto::ring::default_provider().secure_random;
    source.fill(&mut bytes).map_err(|_| NoRandomNumbers)?;
    Ok(bytes)
}

/// 256 random bits.
fn secret() -> Result<String, NoRandomNumbers> {
    let bytes: [u8; 32] = random()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_exchanged_once_and_the_oldest_is_forgotten() {
        let session = Session::new().unwrap();
        let code = session.new_code().unwrap();
        assert_eq!(code.len(), 64);
        assert!(session.redeem("").is_none() && session.redeem(&code[..63]).is_none());
        let key = session.redeem(&code).unwrap().to_owned();
        assert!(session.redeem(&code).is_none());
        assert!(session.is_key(&key) && !session.is_key(&code) && !session.is_key(""));
        assert!(session.is_opener(session.opener()) && !session.is_opener(&key));
        assert!(!session.is_key(session.opener()));
        let first = session.new_code().unwrap();
        let others: Vec<_> = (0..MAX_CODES).map(|_| session.new_code().unwrap()).collect();
        assert!(session.redeem(&first).is_none());
        assert!(others.iter().all(|code| session.redeem(code).is_some()));
    }
}
