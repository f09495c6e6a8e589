//! The build script: packs the pages of the editor (`page`), and gives `rostok.exe` its icon and the version that
//! Windows shows in the properties of the file.
//!
//! Microsoft's linker takes the resource file as it is, so that no resource compiler has to be found;
//! the GNU one takes it as an object, which `windres` of the same package makes.
//! <https://learn.microsoft.com/windows/win32/menurc/resource-file-formats>
#![expect(clippy::print_stdout, reason = "the language of build scripts")]
#![expect(clippy::disallowed_methods, reason = "a build script has no module `fs`")]

mod page;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

const SCRIPTS: [&str; 2] = ["src/main/resources.rs", "src/main/page.rs"];
/// The pages, and their folders among what is built.
const PAGES: [(&str, &str); 2] = [("src/editor/web", "page"), ("src/editor/phone/page", "phone")];

const ICON: &str = "src/main/icon.ico";

/// Russian, in UTF-16.
const LANGUAGE: u16 = 0x0419;
const CODE_PAGE: u16 = 1200;

const ICON_IMAGE: u16 = 3;
const ICON_GROUP: u16 = 14;
const VERSION: u16 = 16;

fn main() -> io::Result<()> {
    let of_build = |name: &str| env::var(name).unwrap_or_default();
    let out = PathBuf::from(of_build("OUT_DIR"));
    for (folder, name) in PAGES {
        page::pack(Path::new(folder), &out.join(name))?;
    }
    let used = SCRIPTS.into_iter().chain(PAGES.map(|(folder, _)| folder)).chain([ICON]);
    used.for_each(|path| println!("cargo:rerun-if-changed={path}"));
    if of_build("CARGO_CFG_TARGET_OS") != "windows" {
        return Ok(());
    }
    let mut resources = resource(0, 0, &[]);
    resources.extend(icon_resources(&fs::read(ICON)?)?);
    let numbers = ["MAJOR", "MINOR", "PATCH"]
        .map(|part| of_build(&format!("CARGO_PKG_VERSION_{part}")).parse().unwrap_or(0));
    resources.extend(resource(VERSION, 1, &version(numbers, &of_build("CARGO_PKG_VERSION"))));
    let file = out.join("rostok.res");
    fs::write(&file, resources)?;
    let linked = match &*of_build("CARGO_CFG_TARGET_ENV") {
        "msvc" => file,
        _ => object(&file, &of_build("CARGO_CFG_TARGET_ARCH"))?,
    };
    println!("cargo:rustc-link-arg-bins={}", linked.display());
    Ok(())
}

/// The resource file as an object.
fn object(file: &Path, arch: &str) -> io::Result<PathBuf> {
    let object = file.with_extension("o");
    let run = |program: &str| {
        Command::new(program)
            .args(["--input-format=res", "--output-format=coff"])
            .arg(file)
            .arg(&object)
            .status()
    };
    // Beside the cross compiler, or as it is called on Windows itself.
    let status = run(&format!("{arch}-w64-mingw32-windres")).or_else(|_| run("windres"));
    match status {
        Ok(status) if status.success() => Ok(object),
        _ => {
            Err(io::Error::other("windres is needed, which comes with the GNU linker for Windows"))
        }
    }
}

/// One resource of a resource file: its head and its data.
fn resource(kind: u16, id: u16, data: &[u8]) -> Vec<u8> {
    const HEAD_SIZE: u32 = 32;
    // An empty resource begins the file; it has nothing but its kind.
    let language = if data.is_empty() { 0 } else { LANGUAGE };
    let mut bytes = Vec::new();
    bytes.extend((data.len() as u32).to_le_bytes());
    bytes.extend(HEAD_SIZE.to_le_bytes());
    // A number and no name follows.
    for number in [0xFFFF, kind, 0xFFFF, id, 0, 0, 0, language, 0, 0, 0, 0] {
        bytes.extend(u16::to_le_bytes(number));
    }
    bytes.extend(data);
    pad(&mut bytes);
    bytes
}

/// The pictures of an icon file and the list of them.
/// <https://learn.microsoft.com/previous-versions/ms997538(v=msdn.10)>
fn icon_resources(icon: &[u8]) -> io::Result<Vec<u8>> {
    let (head, rest) = icon.split_at_checked(6).ok_or(io::ErrorKind::InvalidData)?;
    let count = usize::from(u16::from_le_bytes([head[4], head[5]]));
    let mut list = head.to_vec();
    let mut resources = Vec::new();
    for (entry, id) in rest.chunks_exact(16).take(count).zip(1..) {
        let number = |at: usize| {
            u32::from_le_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]]) as usize
        };
        let (size, start) = (number(8), number(12));
        let picture = icon.get(start..start + size).ok_or(io::ErrorKind::InvalidData)?;
        resources.extend(resource(ICON_IMAGE, id, picture));
        // In the list the number of the resource stands in the place of the offset.
        list.extend(&entry[..12]);
        list.extend(id.to_le_bytes());
    }
    resources.extend(resource(ICON_GROUP, 1, &list));
    Ok(resources)
}

/// <https://learn.microsoft.com/windows/win32/menurc/vs-versioninfo>
fn version(numbers: [u16; 3], text: &str) -> Vec<u8> {
    const SIGNATURE: u32 = 0xFEEF_04BD;
    const STRUCTURE: u32 = 0x0001_0000;
    const ALL_FLAGS: u32 = 0x3F;
    const WINDOWS: u32 = 0x0004_0004;
    const PROGRAM: u32 = 1;
    let [major, minor, patch] = numbers.map(u32::from);
    let (high, low) = (major << 16 | minor, patch << 16);
    let fixed =
        [SIGNATURE, STRUCTURE, high, low, high, low, ALL_FLAGS, 0, WINDOWS, PROGRAM, 0, 0, 0];
    let strings = [
        ("FileDescription", "Росток: раздел новостей на сайте школы"),
        ("FileVersion", text),
        ("InternalName", "rostok"),
        ("OriginalFilename", "rostok.exe"),
        ("ProductName", "Росток"),
        ("ProductVersion", text),
    ];
    let strings = strings.map(|(key, value)| {
        let value = utf16(value);
        node(key, &value, value.len() / 2, true, &[])
    });
    let table = node(&format!("{LANGUAGE:04X}{CODE_PAGE:04X}"), &[], 0, true, &strings);
    let translation = [LANGUAGE, CODE_PAGE].map(u16::to_le_bytes).concat();
    let translation = node("Translation", &translation, translation.len(), false, &[]);
    let fixed = fixed.map(u32::to_le_bytes).concat();
    node(
        "VS_VERSION_INFO",
        &fixed,
        fixed.len(),
        false,
        &[
            node("StringFileInfo", &[], 0, true, &[table]),
            node("VarFileInfo", &[], 0, true, &[translation]),
        ],
    )
}

/// A node of the version's tree. `value_size` is in bytes, of a text in UTF-16 units.
fn node(key: &str, value: &[u8], value_size: usize, is_text: bool, inner: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend([0, 0]);
    bytes.extend((value_size as u16).to_le_bytes());
    bytes.extend(u16::from(is_text).to_le_bytes());
    bytes.extend(utf16(key));
    pad(&mut bytes);
    bytes.extend(value);
    for node in inner {
        pad(&mut bytes);
        bytes.extend(node);
    }
    let size = bytes.len() as u16;
    bytes[..2].copy_from_slice(&size.to_le_bytes());
    bytes
}

/// The text in UTF-16 with a zero at its end.
fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
}
