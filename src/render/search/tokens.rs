//! Which texts have a token: a hash table that needs no allocation for each token.
//!
//! Most time goes into branches that the processor guesses wrongly, so the bytes of a text are
//! looked at 64 at a time, and tokens of up to 24 bytes are hashed and compared as three numbers.

use crate::site::WORDS;

/// Eight times the byte 1.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The high bits of eight bytes.
const HIGH_BITS: u64 = 0x80 * ONES;
/// The bytes that [`ends`] looks at together.
const BLOCK: usize = 64;
/// The bytes of a token that stand in its `head`.
const HEAD: usize = 24;
/// The place of no token.
const FREE: u32 = u32::MAX;

/// Tokens of at most [`WORDS`] texts.
pub(super) struct Tokens {
    /// Hash table with open addressing: high bits of a token's hash, and the token's place in
    /// `tokens`. The length is a power of two.
    slots: Vec<(u32, u32)>,
    tokens: Vec<IndexedWord>,
    /// The bytes of all tokens, one after another.
    letters: String,
}

struct IndexedWord {
    hash: u64,
    head: [u64; 3],
    begin: usize,
    end: usize,
    /// A bit for each text.
    texts: u64,
}

impl Tokens {
    pub(super) fn new() -> Self {
        Self { slots: vec![(0, FREE); 4096], tokens: Vec::new(), letters: String::new() }
    }

    /// The tokens, each with a bit for each text that has it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.tokens.iter().map(|token| (&self.letters[token.begin..token.end], token.texts))
    }

    /// Adds `word` as a token of text number `number`.
    pub(super) fn add_word(&mut self, number: usize, word: &str) {
        self.insert(word, 0, word.len(), 1 << number);
    }

    /// Adds the tokens of text number `number`, less than [`WORDS`]. The text is cut at spaces, at
    /// those ASCII signs that come before the digits, at non-breaking spaces and quotation marks;
    /// a token may hold other signs, but all words in it are whole.
    pub(super) fn add(&mut self, number: usize, text: &str) {
        debug_assert!(number < WORDS, "a bit for each text");
        let texts = 1 << number;
        let mut begin = 0;
        let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
        let mut last = [b' '; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        for (place, block) in blocks.iter().chain([&last]).enumerate() {
            let mut ends = ends(block);
            while ends != 0 {
                let end = place * BLOCK + ends.trailing_zeros() as usize;
                ends &= ends - 1;
                if end >= text.len() {
                    break;
                }
                let width = match text.as_bytes()[end..] {
                    [0xc2, 0xa0 | 0xab | 0xbb, ..] => 2,
                    [0xc2, ..] => continue,
                    _ => 1,
                };
                self.insert(text, begin, end, texts);
                begin = end + width;
            }
        }
        self.insert(text, begin, text.len(), texts);
    }

    /// Adds the token from `begin` to `end` of `text`.
    fn insert(&mut self, text: &str, begin: usize, end: usize, texts: u64) {
        let bytes = text.as_bytes();
        let length = end - begin;
        // A single letter is no word.
        if length < 2 || length == 2 && !bytes[begin].is_ascii() {
            return;
        }
        let head = head(&bytes[begin..], length);
        let hash = hash(head, &bytes[begin..end]);
        let tag = (hash >> 32) as u32;
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (known, place) = self.slots[slot];
            if place == FREE {
                break;
            }
            if known == tag {
                let known = &mut self.tokens[place as usize];
                // Not `==`, which would wait for the numbers to be stored together.
                let [a, b, c] = known.head;
                if (a ^ head[0]) | (b ^ head[1]) | (c ^ head[2]) == 0
                    && known.end - known.begin == length
                    && (length <= HEAD
                        || self.letters.as_bytes()[known.begin..known.end] == bytes[begin..end])
                {
                    known.texts |= texts;
                    return;
                }
            }
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = (tag, self.tokens.len() as u32);
        let start = self.letters.len();
        self.letters.push_str(&text[begin..end]);
        self.tokens.push(IndexedWord { hash, head, begin: start, end: start + length, texts });
        if self.tokens.len() * 2 > self.slots.len() {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        self.slots = vec![(0, FREE); mask + 1];
        for (place, token) in self.tokens.iter().enumerate() {
            let mut slot = token.hash as usize & mask;
            while self.slots[slot].1 != FREE {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = ((token.hash >> 32) as u32, place as u32);
        }
    }
}

/// A bit for each byte of `block` that is less than `0`, or begins a character from U+0080 to
/// U+00BF.
fn ends(block: &[u8; BLOCK]) -> u64 {
    let (eights, _) = block.as_chunks::<8>();
    let mut all = 0;
    for (place, eight) in eights.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        // No byte borrows from its neighbour: each is made larger than what is taken from it.
        let signs = !((eight | HIGH_BITS) - u64::from(b'0') * ONES) & !eight;
        let other = eight ^ (0xc2 * ONES);
        let latin = !(((other & !HIGH_BITS) + !HIGH_BITS) | other);
        // Gathers the high bits in the highest byte.
        let bits = (((signs | latin) & HIGH_BITS) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        all |= bits << (place * 8);
    }
    all
}

/// The bits of the first bytes of a `head`, for each number of bytes.
const MASKS: [[u64; 3]; HEAD + 1] = {
    let mut masks = [[0; 3]; HEAD + 1];
    let mut length = 0;
    while length <= HEAD {
        let mut byte = 0;
        while byte < length {
            masks[length][byte / 8] |= 0xff << (byte % 8 * 8);
            byte += 1;
        }
        length += 1;
    }
    masks
};

/// The first bytes of `rest`, at most `length`, as numbers.
fn head(rest: &[u8], length: usize) -> [u64; 3] {
    let mut copy = [0; HEAD];
    let bytes = rest.first_chunk::<HEAD>().unwrap_or_else(|| {
        copy[..rest.len()].copy_from_slice(rest);
        &copy
    });
    let ([first, second, third], _) = bytes.as_chunks::<8>() else { return [0; 3] };
    let masks = &MASKS[length.min(HEAD)];
    let number = |bytes: &[u8; 8], mask: u64| u64::from_le_bytes(*bytes) & mask;
    [number(first, masks[0]), number(second, masks[1]), number(third, masks[2])]
}

/// A hash for short texts, for which nobody gains by making them collide.
fn hash(head: [u64; 3], token: &[u8]) -> u64 {
    let mix = |a: u64, b: u64| {
        let product = u128::from(a ^ 0x9e37_79b9_7f4a_7c15) * u128::from(b ^ 0xe703_7ed1_a0b4_28db);
        product as u64 ^ (product >> 64) as u64
    };
    let [first, second, third] = head;
    let mut hash = mix(mix(first, second), third ^ token.len() as u64);
    if let Some(rest) = token.get(HEAD..) {
        for byte in rest {
            hash = mix(hash, u64::from(*byte));
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(texts: &[&str]) -> Vec<(String, u64)> {
        let mut tokens = Tokens::new();
        for (number, text) in texts.iter().enumerate() {
            tokens.add(number, text);
        }
        let mut tokens: Vec<_> =
            tokens.iter().map(|(token, texts)| (token.to_owned(), texts)).collect();
        tokens.sort();
        tokens
    }

    #[test]
    fn texts_are_cut_at_spaces_and_signs() {
        let text = "«Рано» — в\u{a0}Роще, (он)";
        let cut: Vec<_> = tokens(&[text]).into_iter().map(|(token, _)| token).collect();
        assert_eq!(cut, ["Рано", "Роще", "он", "—"]);
        for length in 0..20 {
            let text = "a".repeat(length) + " бв";
            assert_eq!(tokens(&[&text]).len(), 1 + usize::from(length > 1), "{text}");
        }
    }

    #[test]
    fn a_token_knows_its_texts() {
        let known = tokens(&["да нет", "нет", "да да½"]);
        let wanted = [("да", 0b101), ("да½", 0b100), ("нет", 0b11)];
        assert_eq!(known, wanted.map(|(token, texts)| (token.to_owned(), texts)));
    }

    #[test]
    fn thousands_of_tokens_are_found_again() {
        let words: Vec<String> = (10_000..30_000).map(|number| number.to_string()).collect();
        let text = words.join(" ");
        let mut texts = [""; WORDS];
        (texts[3], texts[63]) = (&text, &text);
        let known = tokens(&texts);
        assert_eq!(known.len(), words.len());
        assert!(known.iter().all(|(_, texts)| *texts == 1 << 63 | 1 << 3));
    }
}
