//! Text without what is nobody else's business: user names and passwords in addresses, what addresses ask for, tokens,
//! and the names of files and folders.
//!
//! Where it is in doubt, something harmless is taken out rather than a secret left in.

/// What stands for a file or folder.
const FILE: &str = "‹file›";
/// What stands for anything else.
const REMOVED: &str = "…";
/// Names whose values are secrets, in small letters.
const SECRET_NAMES: [&str; 9] =
    ["token", "password", "passwd", "pwd", "secret", "key", "signature", "session", "authorization"];
/// Words before a secret, in small letters.
const SECRET_SCHEMES: [&str; 3] = ["bearer", "basic", "digest"];

/// How often a text is looked at, at most.
const MAX_LOOKS: usize = 8;

/// The same text without secrets. What is clean stays as it is.
#[must_use]
pub fn without_secrets(text: &str) -> String {
    let mut clean = looked_at(text);
    // What was taken out may leave something beside it that now looks like a name in quotes.
    for _ in 1..MAX_LOOKS {
        let again = looked_at(&clean);
        if again == clean {
            break;
        }
        clean = again;
    }
    clean
}

fn looked_at(text: &str) -> String {
    let text = without_quoted_files(text);
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let mut is_secret = false;
    while !rest.is_empty() {
        let (word, after) = split_where(rest, is_separator);
        let (gap, next) = split_where(after, is_no_separator);
        if word.is_empty() {
            // The text begins with what separates words.
        } else if is_secret {
            clean.push_str(REMOVED);
        } else {
            push_word(&mut clean, word);
        }
        if !word.is_empty() {
            is_secret = SECRET_SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(word))
                || (!is_secret && is_secret_name(word.trim_end_matches([':', '='])) && word.ends_with([':', '=']))
                // As in JSON.
                || (is_secret_name(word) && gap.starts_with('"') && next.starts_with([':', '=']));
        }
        clean.push_str(gap);
        rest = next;
        if is_secret && rest.starts_with([':', '=']) {
            let (sign, next) = rest.split_at(1);
            let (gap, next) = split_where(next, is_no_separator);
            clean.push_str(sign);
            clean.push_str(gap);
            rest = next;
        }
    }
    clean
}

/// The text before the first character of this kind, and the rest.
fn split_where(text: &str, is_wanted: fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(is_wanted).unwrap_or(text.len()))
}

fn is_no_separator(c: char) -> bool {
    !is_separator(c)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '`'
                | '<'
                | '>'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | ','
                | ';'
                | '|'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '‹'
                | '›'
        )
}

fn push_word(clean: &mut String, word: &str) {
    if let Some((scheme, rest)) = word.split_once("://") {
        clean.push_str(scheme);
        clean.push_str("://");
        return push_address(clean, rest);
    }
    if let Some((place, asked)) = word.split_once('?')
        && !asked.is_empty()
        && is_file(place)
    {
        clean.push_str(FILE);
        clean.push('?');
        return clean.push_str(REMOVED);
    }
    if let Some(end) = secret_value(word) {
        clean.push_str(&word[..end]);
        return clean.push_str(REMOVED);
    }
    let bare = word.trim_end_matches(['.', ':', '!', '?']);
    // The end of a tag is no folder.
    if is_file(bare) && !clean.ends_with('<') {
        clean.push_str(FILE);
        return clean.push_str(&word[bare.len()..]);
    }
    clean.push_str(word);
}

/// Where the first value begins that has a secret's name, as in `token=abc` and `a=1&token=abc`.
fn secret_value(word: &str) -> Option<usize> {
    word.match_indices('=').map(|(at, _)| at).find_map(|at| {
        let name = word[..at].rsplit(['?', '&', '=']).next().unwrap_or_default();
        (is_secret_name(name) && at + 1 < word.len()).then_some(at + 1)
    })
}

/// What comes after `http://`: host, port and folders stay.
fn push_address(clean: &mut String, rest: &str) {
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (place, asked) = rest.split_at(end);
    let (authority, path) = place.split_at(place.find('/').unwrap_or(place.len()));
    clean.push_str(authority.rsplit('@').next().unwrap_or(authority));
    let (folder, file) = path.rfind('/').map_or((path, ""), |at| path.split_at(at + 1));
    clean.push_str(folder);
    clean.push_str(if has_extension(file) { FILE } else { file });
    if asked.len() > 1 {
        clean.push('?');
        clean.push_str(REMOVED);
    }
}

fn is_secret_name(name: &str) -> bool {
    // `api_key`, `access-token`, `X-Auth-Token`.
    let last = name.rsplit(['_', '-', '.']).next().unwrap_or(name);
    SECRET_NAMES.iter().any(|secret| secret.eq_ignore_ascii_case(last))
}

fn is_file(word: &str) -> bool {
    if word.contains('\\') {
        return true;
    }
    let begins_as_path =
        ["/", "~/", "./", "../"].iter().any(|begin| word.len() > begin.len() && word.starts_with(begin));
    begins_as_path || has_extension(word.rsplit('/').next().unwrap_or(word))
}

/// Is it a name with an extension, such as `cells.ome.tif`? Numbers such as `0.21.14` are none.
fn has_extension(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (2..=5).contains(&extension.len())
            && extension.starts_with(|c: char| c.is_ascii_alphabetic())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Names in quotes may have spaces in them.
fn without_quoted_files(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(|c| closing(c).is_some()) {
        let (before, quoted) = rest.split_at(begin);
        let opening = quoted.chars().next().unwrap_or_default();
        let inner = &quoted[opening.len_utf8()..];
        clean.push_str(before);
        clean.push(opening);
        rest = inner;
        // An apostrophe opens nothing.
        if opening == '\'' && before.ends_with(char::is_alphanumeric) {
            continue;
        }
        if let Some(end) = closing(opening).and_then(|closing| inner.find(closing)) {
            let name = &inner[..end];
            if !name.contains("://")
                && name.contains(' ')
                && (has_extension(name.rsplit(['/', '\\']).next().unwrap_or(name)))
            {
                clean.push_str(FILE);
                rest = &inner[end..];
                let closing = rest.chars().next().unwrap_or_default();
                clean.push(closing);
                rest = &rest[closing.len_utf8()..];
            }
        }
    }
    clean.push_str(rest);
    clean
}

const fn closing(opening: char) -> Option<char> {
    match opening {
        '"' | '\'' | '`' => Some(opening),
        '“' => Some('”'),
        '‘' => Some('’'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn addresses_keep_host_and_folder() {
        let cases = [
            ("http://192.168.4.1:8001", "http://192.168.4.1:8001"),
            ("https://anna:geheim@lab.example/proxy/", "https://lab.example/proxy/"),
            ("see http://a:b@c@host:1/x?token=1#y, then", "see http://host:1/x?…, then"),
            ("ws://host/imswitch/socket.io/?EIO=4", "ws://host/imswitch/socket.io/?…"),
            ("http://host/data/my-cells.tif", "http://host/data/‹file›"),
            ("TypeError: Failed to fetch (http://host)", "TypeError: Failed to fetch (http://host)"),
        ];
        for (text, clean) in cases {
            assert_eq!(without_secrets(text), clean);
        }
    }

    #[test]
    fn tokens_are_taken_out_wherever_they_stand() {
        let cases = [
            ("token=abc123 was refused", "token=… was refused"),
            ("Authorization: Bearer abc.def", "Authorization: … …"),
            (r#"{"detail":"no","api_key":"abc 1"}"#, r#"{"detail":"no","api_key":"… 1"}"#),
            ("password: hunter2", "password: …"),
            ("keyboard: German", "keyboard: German"),
            ("x?a=1&access_token=1&b=2", "x?a=1&access_token=…"),
            ("/x/y.tif?access_token=1&b=2", "‹file›?…"),
        ];
        for (text, clean) in cases {
            assert_eq!(without_secrets(text), clean);
        }
    }

    #[test]
    fn files_and_folders_are_taken_out() {
        let cases = [
            ("can't open /home/pi/cells.tif.", "can't open ‹file›."),
            (r"can't open C:\Users\Jo Doe\x.tif: no", "can't open ‹file› ‹file›: no"),
            ("can't open 'my best cells.ome.tif' today", "can't open '‹file›' today"),
            ("“Anna 1.png” is there", "“‹file›” is there"),
            ("~/ImSwitchConfig is missing", "‹file› is missing"),
            ("ImSwitch 2.1.41 took 1.5 s, e.g. 12.3 ms", "ImSwitch 2.1.41 took 1.5 s, e.g. 12.3 ms"),
            ("<b>bold</b>", "<b>bold</b>"),
            ("application/json and/or `true`", "application/json and/or `true`"),
            ("No answer to “stop” within 30 s.", "No answer to “stop” within 30 s."),
        ];
        for (text, clean) in cases {
            assert_eq!(without_secrets(text), clean);
        }
    }

    #[test]
    fn any_text_is_taken_and_clean_text_stays() {
        let odd = ["", "'", "“", "=", ":", "://", "a://?", "token=", "‹file›", "\\", "é\u{301}…", "\"token\":"];
        // What is taken out of these makes something else look like a name in quotes.
        let twice = ["\"a b.tif\" c .ng\"", "\"bearer x://y .ng\"", "x.tif'a .ng'"];
        for text in odd.into_iter().chain(twice) {
            let clean = without_secrets(text);
            assert_eq!(without_secrets(&clean), clean, "{text}");
        }
    }
}
