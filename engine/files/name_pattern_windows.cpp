// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/name_pattern.h"

#include <QString>

namespace busheng {

bool matchesPattern(const Bytes& pattern, const Bytes& name)
{
    const QString wanted = QString::fromStdString(pattern);
    const QString text = QString::fromStdString(name);
    if (text.startsWith(u'.') && !wanted.startsWith(u'.'))
        return false;
    qsizetype at = 0;
    qsizetype in = 0;
    qsizetype star = -1; // the last * and how far it reaches
    qsizetype reach = 0;
    while (in < text.size()) {
        if (at < wanted.size() && wanted[at] == u'*') {
            star = at++;
            reach = in;
        } else if (at < wanted.size() && (wanted[at] == u'?' || wanted[at] == text[in])) {
            ++at;
            ++in;
        } else if (star >= 0) {
            at = star + 1;
            in = ++reach;
        } else {
            return false;
        }
    }
    while (at < wanted.size() && wanted[at] == u'*')
        ++at;
    return at == wanted.size();
}

} // namespace busheng
