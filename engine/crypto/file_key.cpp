// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/file_key.h"

#include "engine/crypto/wipe.h"

#include <algorithm>

namespace busheng {

Result<PacketKey> deriveFileKey(const LinkKey& link, const QString& from, const QString& to, const BootId& salt)
{
    for (const QString& code : {from, to})
        if (code.contains(u'|') || !code.isValidUtf16())
            return fail(ErrorCode::Crypto, QStringLiteral("%1 cannot be a node's code").arg(code));
    const QByteArray info = QStringLiteral("busheng file v1|%1|%2|%3|%4")
                                .arg(link.suite->cipherName(), from, to, QString::number(link.epoch))
                                .toUtf8();
    PacketKey derived;
    derived.size = link.suite->keyBytes();
    SecretBytes both(derived.size + derived.salt.size());
    ENGINE_TRY(link.suite->derive({link.secret.data(), link.secret.size()}, view(salt), view(info), both.bytes));
    std::copy_n(both.bytes.data(), derived.size, derived.key.begin());
    std::copy_n(both.bytes.data() + derived.size, derived.salt.size(), derived.salt.begin());
    return derived;
}

} // namespace busheng
