// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"
#include "engine/net/sm2_identity.h"

namespace busheng {

/// A step with the signature of its author's node: what crosses a link, lies in a request file, and is kept so that
/// either side can prove it later. docs/formats/exchange.md.
struct ExchangePaper {
    ExchangeStep step;
    std::vector<Bytes> certificates; ///< DER: the SM2 certificate of the node, and what leads to its authority
    Bytes signature;                 ///< SM2 with SM3, of signedText(step)
};

inline constexpr qsizetype kLargestPaper = 4 << 20; ///< bytes of JSON

/// What is signed: every member, each with its length.
Bytes signedText(const ExchangeStep& step);
/// SM3 of it, hex: what a step is called by.
QString stepDigest(const ExchangeStep& step);

/// Fails: Crypto.
Result<ExchangePaper> signPaper(const ExchangeStep& step, const Sm2Identity& identity);

/// That the certificate is of the node that the step is from, good by our authorities and lists, and that it signed
/// exactly this. Fails: Auth EXC_SIGNATURE; Tls (CRT_*, CRL_*) for the certificate.
Result<> checkPaper(const ExchangePaper& paper, const Sm2Identity& identity, const RevocationLists& lists, qint64 utcMs,
                    qint64 graceMs);

/// JSON for people and programs.
QByteArray writePaper(const ExchangePaper& paper);
/// Strict. `where` names the file or peer. Fails: Config EXC_UNREADABLE.
Result<ExchangePaper> readPaper(const QByteArray& text, const QString& where);

} // namespace busheng
