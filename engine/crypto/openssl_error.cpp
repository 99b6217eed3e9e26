// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/openssl_error.h"

#include <openssl/err.h>

#include <QStringList>

namespace busheng {

Failure opensslFailure(const QString& detail)
{
    QStringList reasons;
    while (const unsigned long code = ERR_get_error()) {
        const char* reason = ERR_reason_error_string(code);
        reasons.append(reason != nullptr ? QString::fromLatin1(reason) : QString::number(code, 16));
    }
    Error error = makeError(ErrorCode::Crypto, detail);
    error.native = reasons.join(QStringLiteral("; "));
    return fail(std::move(error));
}

} // namespace busheng
