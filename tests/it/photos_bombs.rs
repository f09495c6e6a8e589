//! Image files of a few bytes that claim enormous dimensions: the program reports each of them in
//! bounded time and memory.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "what the system tells of a program is a file")]

use std::io::{Read as _, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::sandbox::{PHOTO, Site};

/// The width and height that the files claim.
const SIDE: u16 = 65_500;
const MOST_TIME: Duration = Duration::from_secs(20);
const MOST_MEMORY: u64 = 256 << 20;
/// The unpacked size of a colour profile, in bytes. The program must not unpack all of it.
const PROFILE: usize = 512 << 20;

fn jpeg() -> Vec<u8> {
    let mut bytes = PHOTO.to_vec();
    let is_frame = |two: &[u8]| two[0] == 0xff && matches!(two[1], 0xc0 | 0xc2);
    let frame = bytes.windows(2).position(is_frame).unwrap();
    for at in [frame + 5, frame + 7] {
        bytes[at..at + 2].copy_from_slice(&SIDE.to_be_bytes());
    }
    bytes
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(data);
    png.extend((data.len() as u32).to_be_bytes());
    png.extend(kind);
    png.extend(data);
    png.extend(sum.sum().to_be_bytes());
}

fn zeros(count: usize) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let piece = vec![0; 1 << 20];
    for _ in 0..count.div_ceil(piece.len()) {
        packed.write_all(&piece[..count.min(piece.len())]).unwrap();
    }
    packed.finish().unwrap()
}

/// A grey PNG, with a colour profile if one is given.
fn png(side: u32, pixels: &[u8], profile: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    chunk(&mut bytes, b"IHDR", &header);
    if let Some(profile) = profile {
        chunk(&mut bytes, b"iCCP", &[b"profile\0\0", profile].concat());
    }
    chunk(&mut bytes, b"IDAT", pixels);
    chunk(&mut bytes, b"IEND", b"");
    bytes
}

fn gif() -> Vec<u8> {
    let side = SIDE.to_le_bytes();
    let size = [side, side].concat();
    let colours = [0, 0, 0, 255, 255, 255];
    let picture = [&b",\0\0\0\0"[..], &size, b"\0\x02\x02\x44\x01\0;"].concat();
    [&b"GIF89a"[..], &size, b"\x80\0\0", &colours, &picture].concat()
}

fn tiff() -> Vec<u8> {
    let side = u32::from(SIDE);
    let all = side * side / 2;
    // Width, height, bits, compression, colours, where the strip is, samples, rows, its length.
    let entries = [
        (256, side),
        (257, side),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, side),
        (279, all),
    ];
    let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, value) in entries {
        bytes.extend([&(tag as u16).to_le_bytes()[..], &[4, 0, 1, 0, 0, 0]].concat());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes
}

fn bmp() -> Vec<u8> {
    let side = u32::from(SIDE).to_le_bytes();
    let header = [&b"BM\x40\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"[..], &side, &side].concat();
    [&header[..], b"\x01\0\x18\0", &[0; 24], &[0; 10]].concat()
}

fn webp() -> Vec<u8> {
    // The largest dimensions of the format: 14 bits each.
    let data = [0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0];
    let length = data.len() as u32;
    let head = [&b"RIFF"[..], &(12 + length).to_le_bytes(), b"WEBPVP8L"].concat();
    [&head[..], &length.to_le_bytes(), &data].concat()
}

/// The peak memory of a running program, in bytes. The value from `wait4` would include the memory
/// of the test process that started it.
pub(crate) fn peak(program: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{program}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

#[test]
fn image_bombs_are_reported_in_bounded_time_and_memory() {
    let profile = zeros(PROFILE);
    let bombs = [
        ("bomba.jpg", jpeg()),
        ("bomba.png", png(u32::from(SIDE), &zeros(1000), None)),
        ("bomba.gif", gif()),
        ("bomba.tif", tiff()),
        ("bomba.bmp", bmp()),
        ("bomba.webp", webp()),
    ];
    let others = [("foto.jpg", PHOTO.to_vec()), ("profil.png", png(1, &zeros(2), Some(&profile)))];
    let site = Site::new();
    let mut post =
        "---\nназвание: Съезд\nдата: 14.10.2022\nнаправление: sovmestnye\nфото:\n".to_owned();
    for (name, bytes) in bombs.iter().chain(&others) {
        post += &format!("  - файл: {name}\n    описание: Полосы на снимке\n");
        site.file(&format!("content/posts/sezd/{name}"), bytes);
    }
    site.post("sezd/index.md", &(post + "---\nТекст.\n"));

    let began = Instant::now();
    let mut command = site.command();
    command.args(["build", "--today", "2023-01-01"]);
    let mut program = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = program.stderr.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut said = String::new();
        stderr.read_to_string(&mut said).map(|_| said)
    });
    let mut memory = 0;
    let status = loop {
        memory = peak(program.id()).unwrap_or(memory);
        match program.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let said = reader.join().unwrap().unwrap();
    let took = began.elapsed();

    assert_eq!(status.code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    for (name, _) in &bombs {
        assert!(said.contains(name), "{name} is not named: {said}");
    }
    for (name, _) in &others {
        assert!(!said.contains(name), "{said}");
    }
    assert!(took < MOST_TIME, "{took:?}");
    assert!((1..MOST_MEMORY).contains(&memory), "{memory} bytes");
}
