// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// What an event's argument looks like in the language of the installed translator. A reason that is in the catalogue
/// (reason_catalogue.h), also as a part of another or in a list separated by "; ", is translated; anything else, be it
/// a name or a library's own words, stays as it is. Thread: any, but not while a translator is installed.
QString reasonText(const QString& reason);

/// True for a sentence that stayed in a library's own words, in a language in which it must stand in quotation marks.
bool isForeignSentence(const QString& text);

} // namespace busheng
