//! How long twelve photos of a phone take, and how much memory.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests read `/proc`")]
#![expect(clippy::print_stdout, reason = "it measures")]

use std::time::Instant;

use crate::editor_client::EditorClient;
use crate::editor_photos::{FILE, listed, start, upload};

/// Photos as phones make them: 12 Mpx, 6 MB.
fn photos_of_a_phone() -> Vec<Vec<u8>> {
    let (width, height) = (4000_u16, 3000_u16);
    let mut state = 1_u32;
    let samples: Vec<u8> = (0..u32::from(width) * u32::from(height))
        .flat_map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (x, y) = (at % u32::from(width), at / u32::from(width));
            let light = (x / 16 + y / 12) as u8 / 2 + (state >> 28) as u8 * 3;
            [light, light.wrapping_add(20), light.wrapping_add(9)]
        })
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 93);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    encoder.encode(&samples, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    (0..12_u8).map(|number| [&bytes[..], &[number; 5]].concat()).collect()
}

/// `cargo test --release --test it -- --ignored twelve_photos --nocapture`
#[test]
#[ignore = "measures"]
fn twelve_photos_are_taken_in_within_seconds_and_little_memory() {
    let photos = photos_of_a_phone();
    let (_site, editing) = start();
    let memory = |name: &str| {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", editing.editing.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim_matches(|letter: char| !letter.is_ascii_digit()).parse::<usize>().unwrap() / 1024
    };
    listed(&editing, FILE);
    let before = memory("VmHWM");
    let start = Instant::now();
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            let (client, next, photos): (&EditorClient, _, _) = (&editing, &next, &photos);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    let Some(bytes) = photos.get(at) else { break };
                    let (status, answer) = upload(client, FILE, &format!("img_{at}.jpg"), bytes);
                    assert_eq!(status, 200, "{answer}");
                }
            });
        }
    });
    let taken_in = start.elapsed();
    let after = memory("VmHWM");
    let start = Instant::now();
    for at in 0..photos.len() {
        let thumb = editing.fetch(&format!("/api/thumb?file={FILE}&name=img_{at}.jpg&width=480"));
        assert_eq!(thumb.status, 200);
    }
    let thumbs = start.elapsed();
    let more = after - before;
    println!(
        "12 photos of {:.1} MB: taken in within {taken_in:?}, thumbnails within {thumbs:?}, {more} MiB more memory",
        photos[0].len() as f64 / 1e6,
    );
    assert!(taken_in.as_secs_f64() <= 5.0 && thumbs.as_secs_f64() <= 3.0 && more <= 64);
}
