//! Other words for keys, as tables, other programs and other people's sites name them.

use super::keys::KeyNames;

/// The English name of a key, and other words for it, as [`fold_key`](super::fold_key) folds them.
/// A word may stand in several rows: the first key that the place knows is meant.
const SYNONYMS: &[(&str, &str)] = &[
    ("title", "заголовок имя наименование тема мероприятие событие header headline name"),
    ("date", "когда день число дни срок сроки период when day"),
    ("direction", "рубрика категория раздел вид вид_деятельности category section"),
    (
        "participants",
        "количество кол_во кол число охват сколько сколько_человек численность человек участвовало \
         присутствовало количество_детей кол_во_детей число_детей количество_человек кол_во_человек",
    ),
    ("audience", "для_кого кому возраст состав целевая_группа для_каких_классов"),
    (
        "summary",
        "описание содержание аннотация анонс лид вступление коротко вкратце description lead excerpt",
    ),
    ("time", "начало часы во_сколько начало_в hour"),
    ("form", "формат"),
    ("level", "масштаб статус_мероприятия"),
    ("place", "где локация площадка кабинет помещение location where venue"),
    ("classes", "параллель параллели группа группы"),
    (
        "teachers",
        "учитель учителя преподаватель преподаватели наставник наставники автор авторы руководитель \
         author authors",
    ),
    ("responsible", "организатор организаторы исполнитель исполнители проводит кто_проводит"),
    ("results", "результат результаты итог победители награды достижения призеры"),
    ("tags", "тег теги хештег хештеги хэштег хэштеги ключевые_слова keywords"),
    ("link", "сайт источник подробнее url website source"),
    (
        "photos",
        "фотография фотографии картинка картинки изображения галерея снимок снимки фотоотчет photo \
         images pictures gallery",
    ),
    ("photos_alt", "что_на_фото подпись подписи описание_снимков описание_фотографий alt"),
    ("cover", "главное_фото превью заставка миниатюра изображение image preview thumbnail"),
    ("report", "отчет учитывать для_отчета"),
    ("draft", "скрыть скрыто скрытый не_публиковать не_готово hidden"),
    ("slug", "имя_страницы имя_файла транслит permalink"),
    ("aliases", "старый_адрес старые_адреса редирект redirect redirects"),
    ("updated", "изменено правка дата_обновления дата_изменения modified lastmod"),
    ("school_year", "год учебный уч_год year"),
    ("consent", "разрешение согласие_родителей"),
    ("people", "дети кто_на_фото"),
    ("held", "состоялось прошло было статус status"),
    ("order", "номер позиция weight"),
    ("base_url", "сайт ссылка домен url domain baseurl"),
    ("school", "организация учреждение оу"),
    ("phone", "тел телефоны tel"),
    ("email", "e_mail mail электронная_почта эл_почта"),
    ("logo", "эмблема значок лого"),
    ("theme", "оформление шаблон дизайн"),
    ("timezone", "пояс время"),
    ("hosting", "публикация сервер ftp"),
    ("host", "хост hostname"),
    ("login", "пользователь имя_пользователя user username"),
    ("folder", "каталог путь директория path directory"),
    ("file", "картинка снимок фото документ имя имя_файла src"),
    ("alt", "что_на_фото что_видно текст"),
    ("caption", "комментарий"),
    ("period", "срок дата за"),
    ("head", "директор"),
    ("count", "кол_во число сколько численность"),
    ("room", "каб аудитория место"),
    ("teacher", "учитель преподаватель наставник руководитель"),
    ("name", "имя наименование"),
];

/// The key among `keys` for which `folded` is another word.
pub(super) fn synonym<'s, 'k>(folded: &str, keys: &'s [KeyNames<'k>]) -> Option<&'s KeyNames<'k>> {
    let meant = SYNONYMS.iter().filter(|(_, words)| words.split(' ').any(|word| word == folded));
    meant.filter_map(|(name, _)| keys.iter().find(|key| key.0 == *name)).next()
}

#[cfg(test)]
mod tests {
    use super::super::fold_key;
    use super::*;

    #[test]
    fn words_are_folded() {
        for (key, words) in SYNONYMS {
            for word in words.split(' ') {
                assert_eq!(fold_key(word), word, "{key}");
            }
        }
    }
}
