//! A baseline for the bench: loads YAML, renders Markdown, fills a template, writes beside and
//! renames, on all cores. No listings, no checks, no messages: a wrong file ends it.
//!
//! `bare-loop SOURCE OUT [rename]`; without the third argument the files are written in place.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const BASE: &str = "<!doctype html><html lang=ru><head><meta charset=utf-8>\
<title>{% block title %}x{% endblock %}</title><link rel=stylesheet href=../style.css></head>\
<body><header><nav><a href=a>1</a><a href=a>1</a><a href=a>1</a></nav></header>\
<main>{% block main %}{% endblock %}</main><footer>f</footer></body></html>";

const POST: &str = "{% extends \"base.html\" %}{% block title %}{{ p.title }}{% endblock %}\
{% block main %}<article><h1>{{ p.title }}</h1><p><time>{{ p.date }}</time> · \
<a href=\"../k/a.html\">{{ p.direction }}</a> · {{ p.participants }}</p>{{ html | safe }}</article>\
<nav>{% if prev %}<a href=\"{{ prev }}\">prev</a>{% endif %}</nav>{% endblock %}";

#[derive(Deserialize, Serialize)]
struct FrontMatter {
    title: String,
    date: String,
    direction: String,
    #[serde(default)]
    participants: u32,
    #[serde(default)]
    summary: String,
}

struct Post {
    front_matter: FrontMatter,
    slug: String,
    html: String,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let source = &arguments[1];
    let out = PathBuf::from(&arguments[2]);
    let rename = arguments.get(3).is_some();

    let files: Vec<PathBuf> = walkdir::WalkDir::new(source)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"))
        .map(walkdir::DirEntry::into_path)
        .collect();
    let mut posts: Vec<Post> = files.par_iter().map(|path| load(path)).collect();
    posts.sort_by(|a, b| b.front_matter.date.cmp(&a.front_matter.date));

    let mut tera = tera::Tera::default();
    tera.add_raw_templates(vec![("base.html", BASE), ("post.html", POST)]).unwrap();
    let years: BTreeSet<&str> = posts.iter().map(|post| &post.front_matter.date[..4]).collect();
    for year in years {
        fs::create_dir_all(out.join(year)).unwrap();
    }
    (0..posts.len()).into_par_iter().for_each(|index| {
        let post = &posts[index];
        let mut context = tera::Context::new();
        context.insert("p", &post.front_matter);
        context.insert("html", &post.html);
        context.insert("prev", &posts[(index + 1) % posts.len()].slug);
        let mut page = Vec::with_capacity(post.html.len() + 2000);
        tera.render_to("post.html", &context, &mut page).unwrap();
        let folder = out.join(&post.front_matter.date[..4]);
        write(&folder.join(format!("{}.html", post.slug)), &page, rename);
    });
}

fn load(path: &Path) -> Post {
    let text = fs::read_to_string(path).unwrap();
    let rest = &text[4..];
    let end = rest.find("\n---\n").unwrap();
    let front_matter = serde_yaml::from_str(&rest[..end]).unwrap();
    let mut html = String::with_capacity(rest.len() * 5 / 4);
    let markdown =
        pulldown_cmark::Parser::new_ext(&rest[end + 5..], pulldown_cmark::Options::all());
    pulldown_cmark::html::push_html(&mut html, markdown);
    let slug = path.file_stem().unwrap().to_str().unwrap().to_owned();
    Post { front_matter, slug, html }
}

fn write(path: &Path, bytes: &[u8], rename: bool) {
    if !rename {
        return fs::write(path, bytes).unwrap();
    }
    let beside = path.with_extension("tmp~");
    let mut file = fs::File::create(&beside).unwrap();
    file.write_all(bytes).unwrap();
    drop(file);
    fs::rename(&beside, path).unwrap();
}
