//! How many zeros stand for a small part of a JPEG (ITU-T T.81).

/// How much of the picture the zeros may stand for: one part in so many.
const SHARE: usize = 100;
/// The decoder reads ahead.
const AHEAD: usize = 16;

/// What the header tells of the pixels' code.
#[derive(Default)]
struct Header {
    /// The bits that zeros take for the mean value of a block, and for all its other values, by the
    /// number of the Huffman table.
    bits: [[usize; 4]; 2],
    /// Blocks of 8 × 8 pixels that are coded together, by component: its name and its blocks.
    components: Vec<(u8, usize)>,
    /// How many such groups of blocks there are.
    groups: usize,
}

/// The number of zero bytes that are read as a hundredth of the picture; `None` if it is not
/// baseline, where the zeros of one scan may stand for all of it.
pub(super) fn zeros(bytes: &[u8]) -> Option<usize> {
    let mut header = Header::default();
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let content = rest.get(4..2 + length)?;
        match marker {
            0xc4 => header.read_tables(content)?,
            0xc0 | 0xc1 => header.read_frame(content)?,
            0xc2..=0xcf => return None,
            0xda => {
                return Some(
                    header.bits_of_group(content)? * (header.groups / SHARE + 1) / 8 + AHEAD,
                );
            }
            _ => {}
        }
        rest = rest.get(2 + length..)?;
    }
}

impl Header {
    /// Reads Huffman tables: the shortest code, all of zeros, has the first symbol.
    fn read_tables(&mut self, mut content: &[u8]) -> Option<()> {
        while let [id, rest @ ..] = content {
            let counts = rest.get(..16)?;
            let first = *rest.get(16)?;
            let length = 1 + counts.iter().position(|count| *count > 0)?;
            let (run, size) = (usize::from(first >> 4), usize::from(first & 15));
            let (class, number) = (usize::from(id >> 4), usize::from(id & 15));
            let bits = match (class, first) {
                (0, _) => length + size,
                // The end of the block.
                (_, 0) => length,
                _ => (length + size) * 63_usize.div_ceil(run + 1),
            };
            *self.bits.get_mut(class)?.get_mut(number)? = bits;
            let symbols: usize = counts.iter().map(|count| usize::from(*count)).sum();
            content = rest.get(16 + symbols..)?;
        }
        Some(())
    }

    fn read_frame(&mut self, content: &[u8]) -> Option<()> {
        let [_, h1, h0, w1, w0, _, components @ ..] = content else { return None };
        let (height, width) = (u16::from_be_bytes([*h1, *h0]), u16::from_be_bytes([*w1, *w0]));
        let sides = |sampling: u8| (usize::from(sampling >> 4), usize::from(sampling & 15));
        let (components, _) = components.as_chunks::<3>();
        let all = || components.iter().map(|[_, sampling, _]| sides(*sampling));
        let (across, down) =
            (all().map(|(across, _)| across).max()?, all().map(|(_, down)| down).max()?);
        let groups = |side: u16, blocks: usize| usize::from(side).div_ceil(8 * blocks.max(1));
        self.groups = groups(width, across) * groups(height, down);
        self.components = components
            .iter()
            .map(|[name, sampling, _]| {
                let (across, down) = sides(*sampling);
                (*name, across * down)
            })
            .collect();
        Some(())
    }

    /// The bits of zeros that are read as one group, by the tables that the scan names.
    fn bits_of_group(&self, scan: &[u8]) -> Option<usize> {
        let (named, _) = scan.get(1..)?.as_chunks::<2>();
        let mut bits = 0;
        for (name, blocks) in &self.components {
            let [_, tables] = named.iter().find(|[named, _]| named == name)?;
            let of = |class: usize, number: u8| self.bits.get(class)?.get(usize::from(number));
            bits += blocks * (of(0, tables >> 4)? + of(1, tables & 15)?);
        }
        Some(bits)
    }
}
