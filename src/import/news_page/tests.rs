//! Pages as they are saved.

use super::*;

fn short(text: &str) -> Vec<[String; 5]> {
    let line = |item: NewsItem| {
        [item.title, item.date, item.text.join("|"), item.link, item.pictures.join("|")]
    };
    read(text).unwrap().into_iter().map(line).collect()
}

#[test]
fn a_list_of_ucoz_is_its_news() {
    let page = "<!-- saved from url=(0030)http://school.example/news/ --><html><head><title>Новости</title></head>\
        <body><table><tr><td class='menu'><a href='/news'>Новости</a></td><td>\
        <div id='entryID57'><table class='eBlock'><tr><td>\
        <div class='eTitle'><a href='/news/den/2023-02-08-57'>День науки</a></div>\
        <div class='eMessage'><p>Первый абзац.</p><p>Второй. <img src='/_nw/0/s1.jpg'></p>\
        <span class='entryReadAll'><a href='/news/den/2023-02-08-57'>Читать дальше »</a></span></div>\
        <div class='eDetails'>Категория: <a href='/x'>ТР</a> | Добавил: Admin | Дата: <span>08.02.2023</span> | Комментарии (0)</div>\
        </td></tr></table></div>\
        <div class='eTitle'><a href='/news/turnir/2022-12-07-56'>Турнир</a></div>\
        <div class='eMessage'>Победил Тимофей.</div><div class='eDetails'>Дата: Вчера</div>\
        </td></tr></table><div class='blockTitle'>Поиск</div></body></html>";
    assert_eq!(
        short(page),
        [
            [
                "День науки",
                "08.02.2023",
                "Первый абзац.|Второй.",
                "http://school.example/news/den/2023-02-08-57",
                "s1.jpg"
            ],
            [
                "Турнир",
                "2022-12-07",
                "Победил Тимофей.",
                "http://school.example/news/turnir/2022-12-07-56",
                ""
            ],
        ]
    );
}

#[test]
fn other_pages_are_read_by_their_titles_and_dates() {
    let single = "<html><head><link rel='canonical' href='https://s.example/novosti_1.html'></head><body>\
        <nav><a href='/'>Главная</a></nav><h1>Открытие центра</h1>\
        <div class='news-detail__date'>1 сентября 2022</div><div class='news-detail__text'><p>Прошла линейка.</p>\
        <img src='./a_files/foto.jpg'></div><footer><p>Адрес</p></footer></body></html>";
    assert_eq!(
        short(single),
        [[
            "Открытие центра",
            "1 сентября 2022",
            "Прошла линейка.",
            "https://s.example/novosti_1.html",
            "foto.jpg"
        ]]
    );
    let dates_first = "<html><body><div class='item'><time datetime='2023-04-12T10:00'>12.04</time>\
        <a class='item__title' href='/a'>А</a><p>Текст А</p></div><div class='item'><time datetime='2023-04-13'>13</time>\
        <a class='item__title' href='/b'>Б</a><p>Текст Б</p></div></body></html>";
    assert_eq!(
        short(dates_first),
        [["А", "2023-04-12", "Текст А", "/a", ""], ["Б", "2023-04-13", "Текст Б", "/b", ""]]
    );
    assert_eq!(short("<html><body><h1>О школе</h1><p>Текст</p></body></html>"), [[""; 5]; 0]);
}

#[test]
fn a_picture_belongs_to_the_item_that_it_stands_in() {
    let card = |number: u32| {
        format!(
            "<div class='news-card'><img src='top{number}.jpg'><span class='news-card__date'>1{number} марта 2024</span>\
             <a class='news-card__title' href='/{number}'>Игра {number}</a><div class='news-card__anons'>Прошла.</div>\
             <div class='gallery'><img src='low{number}.jpg'></div></div>"
        )
    };
    let page = format!(
        "<html><body><img src='logo.png'><main>{}{}</main></body></html>",
        card(1),
        card(2)
    );
    let pictures: Vec<String> = short(&page).into_iter().map(|[.., pictures]| pictures).collect();
    assert_eq!(pictures, ["top1.jpg|low1.jpg", "top2.jpg|low2.jpg"]);
    let titles_first = page
        .replace("<span class='news-card__date'>", "<h3>Игра</h3><span class='news-card__date'>");
    let titles_first = titles_first.replace("news-card__title", "more");
    let pictures: Vec<String> =
        short(&titles_first).into_iter().map(|[.., pictures]| pictures).collect();
    assert_eq!(pictures, ["top1.jpg|low1.jpg", "top2.jpg|low2.jpg"]);
}

#[test]
fn a_table_in_an_article_is_its_text() {
    let page = "<html><body><article><h1>Фестиваль</h1><p class='date'>21 апреля 2024 г.</p><p>Прошёл.</p>\
        <table><tr><td>Команда А</td><td>5</td></tr></table></article></body></html>";
    assert_eq!(short(page)[0][2], "Прошёл.|Команда А|5");
}

#[test]
fn a_deep_page_is_refused() {
    assert_eq!(read(&"<div>".repeat(10_000)), Err(ImportError::TooLarge));
}

#[test]
fn a_link_around_a_title_and_a_picture_above_the_date_belong_to_it() {
    let page = "<html><head><meta property='og:url' content='https://s.example/novosti/'></head><body>\
        <div class='news-item'><a href='/novosti_12.html'><div><img src='/f/1.jpg'></div><div class='news-item__date'>\
        12 апреля 2023</div><div class='news-item__title'>Урок</div><div class='news-item__text'>Прошёл.</div></a></div>\
        <div class='news-item'><a href='/novosti_13.html'><div><img src='/f/2.jpg'></div><div class='news-item__date'>\
        14 апреля 2023</div><div class='news-item__title'>Поход</div></a></div></body></html>";
    assert_eq!(
        short(page),
        [
            ["Урок", "12 апреля 2023", "Прошёл.", "https://s.example/novosti_12.html", "1.jpg"],
            ["Поход", "14 апреля 2023", "", "https://s.example/novosti_13.html", "2.jpg"],
        ]
    );
}
