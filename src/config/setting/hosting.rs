//! The hosting and the access to it.

use super::{NONE, SELDOM, Setting, SettingChoice, SettingGroup, SettingKind};

const HOSTING: Setting = Setting { group: SettingGroup::Hosting, ..NONE };
const LIMIT: Setting = Setting { is_rare: true, ..HOSTING };

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        key: "hosting.ftp.host",
        label: "Сервер FTP",
        hint: "Его имя показывает панель управления сайтом. Только имя, без «ftp://» и папки.",
        example: "ftp.school.ucoz.ru",
        missing: "не указан сервер FTP",
        ..HOSTING
    },
    Setting {
        key: "hosting.ftp.login",
        label: "Имя для входа",
        hint: "Пароль сюда не пишут: «Росток» спросит его и нигде не запишет.",
        example: "school",
        missing: "не указан логин FTP",
        ..HOSTING
    },
    Setting {
        key: "hosting.ftp.folder",
        label: "Папка раздела на сервере",
        hint: "Отдельная папка: в корне сайта лежат страницы самой школы.",
        example: "/tochka",
        missing: "не указана папка раздела на хостинге",
        ..HOSTING
    },
    Setting {
        key: "hosting.preset",
        label: "Хостинг",
        hint: "По нему известно, какие файлы сайт принимает.",
        kind: SettingKind::Choice(&[
            SettingChoice { value: "", label: "uCoz", also: &["ucoz"] },
            SettingChoice {
                value: "обычный", label: "Любой другой", also: &["plain"]
            },
        ]),
        ..HOSTING
    },
    Setting {
        key: "hosting.ftp.tls",
        label: "Шифрование",
        hint: "Без шифрования пароль могут прочитать по дороге.",
        kind: SettingKind::Choice(&[
            SettingChoice {
                value: "",
                label: "Если сервер умеет",
                also: &["если можно", "preferred"],
            },
            SettingChoice {
                value: "всегда",
                label: "Всегда: без него не соединяться",
                also: &["да", "required"],
            },
            SettingChoice {
                value: "нет", label: "Никогда", also: &["никогда", "off"]
            },
        ]),
        ..LIMIT
    },
    Setting {
        key: "hosting.ftp.port",
        kind: SettingKind::Number,
        label: "Порт",
        hint: "Если пусто, 21.",
        example: "21",
        ..LIMIT
    },
    Setting {
        key: "hosting.ftp.connections",
        kind: SettingKind::Number,
        label: "Соединений сразу",
        hint: "Больше — быстрее, если сервер разрешает. Если пусто, одно.",
        example: "4",
        ..LIMIT
    },
    Setting {
        key: "hosting.ftp.ca",
        label: "Сертификат сервера",
        hint: "Имя файла в папке content. Нужен, только если «Росток» говорит, что сертификат выдан неизвестным центром.",
        example: "hosting.pem",
        ..LIMIT
    },
    Setting {
        key: "hosting.file_mb",
        kind: SettingKind::Number,
        label: "Самый большой файл, МБ",
        hint: "Числа и списки ниже показывает панель сайта или «Проверить соединение».",
        example: "15",
        ..LIMIT
    },
    Setting {
        key: "hosting.total_mb",
        kind: SettingKind::Number,
        label: "Место для всех файлов, МБ",
        example: "400",
        ..LIMIT
    },
    Setting {
        key: "hosting.name_length",
        kind: SettingKind::Number,
        label: "Самое длинное имя файла, знаков",
        example: "100",
        ..LIMIT
    },
    Setting {
        key: "hosting.refused",
        kind: SettingKind::Lines,
        label: "Какие файлы сайт не принимает",
        hint: "Окончания имён, каждое с новой строки.",
        example: "webp",
        ..LIMIT
    },
    Setting {
        key: "hosting.allowed",
        kind: SettingKind::Lines,
        label: "Сайт принимает только такие файлы",
        hint: "Окончания имён, каждое с новой строки. Если пусто, любые, кроме названных выше.",
        ..LIMIT
    },
    Setting {
        key: "hosting.modules",
        kind: SettingKind::Lines,
        label: "Папки, занятые самим сайтом",
        hint: "Каждая с новой строки. Раздел в такую папку не отправится.",
        example: "news",
        ..LIMIT
    },
    Setting {
        key: "hosting.any_folder",
        kind: SELDOM,
        label: "Раздел может лежать в корне сайта",
        hint: "Только если на этом сайте больше ничего нет.",
        ..LIMIT
    },
    Setting {
        key: "hosting.folder_index",
        kind: SettingKind::Choice(&[
            SettingChoice {
                value: "", label: "Как обычно у этого хостинга", also: &[]
            },
            SettingChoice { value: "да", label: "Да", also: &["yes", "true", "on", "y"] },
            SettingChoice { value: "нет", label: "Нет", also: &["no", "false", "off", "n"] },
        ]),
        label: "По адресу папки открывается её главная страница",
        ..LIMIT
    },
    Setting {
        key: "hosting.records",
        label: "Окончание служебных файлов",
        hint: "В них «Росток» помнит, что отправил. Меняют, только если сайт не принимает файлы «js».",
        example: "txt",
        ..LIMIT
    },
    Setting {
        key: "limits.file_mb",
        kind: SettingKind::Number,
        label: "Самый большой файл, МБ (старая запись)",
        hint: "Записано по-старому, в «ограничениях»; поле с тем же смыслом выше важнее.",
        is_old: true,
        ..LIMIT
    },
    Setting {
        key: "limits.total_mb",
        kind: SettingKind::Number,
        label: "Место для всех файлов, МБ (старая запись)",
        hint: "Записано по-старому, в «ограничениях»; поле с тем же смыслом выше важнее.",
        is_old: true,
        ..LIMIT
    },
];
