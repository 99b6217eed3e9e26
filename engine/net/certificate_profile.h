// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

struct x509_st;

namespace busheng {

enum class CertificateUse {
    Tls,       ///< shows a node in the channel
    Sm2Sign,   ///< shows it inside the channel
    Sm2Encrypt ///< link keys are hidden for its key, which an authority may keep too
};

/// What keeps a certificate from being a node's, beside its chain and dates, which OpenSSL judges; empty: nothing. The
/// rules are stricter than X.509's: what a node's certificate is for must be said, not only not be excluded.
/// docs/security.md, "Certificates".
QString flawOf(x509_st* certificate, CertificateUse use);

} // namespace busheng
