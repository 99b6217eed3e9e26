// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/crypto/openssl_handle.h"

#include <QString>

#include <vector>

struct x509_store_st;

namespace busheng {

/// The revocation lists of a folder: every file *.crl in it, PEM (one or more) or DER. Who signed a list is judged when
/// it is used; that it can be used at all is judged here. Inside TlsContext and Sm2Identity only.
class RevocationLists {
public:
    /// No folder, or nothing in it: no lists, and nobody can be let in. Fails: Config CRL_INVALID: a file holds no
    /// list, or one without a next date, or one signed by a broken digest.
    static Result<RevocationLists> read(const QString& folder);

    bool isEmpty() const { return m_lists.empty(); }
    const std::vector<CrlHandle>& all() const { return m_lists; }
    /// A folder never goes back: fails with Config CRL_MISSING when an authority that had a list in `before` has none
    /// any more, CRL_INVALID when its newest list is older.
    Result<> checkFollows(const RevocationLists& before) const;

private:
    /// The newest list of the authority with this name; null when there is none.
    const X509_CRL* newestOf(const X509_NAME* issuer) const;

    std::vector<CrlHandle> m_lists;
};

/// Whether the file would be read as one of a folder's lists. Fails: as RevocationLists::read(); Storage.
Result<> checkRevocationList(const QString& path);

/// True when `list` may still be used at `utcMs`, its next date and `graceMs` after it being the end.
bool isCurrent(const X509_CRL* list, qint64 utcMs, qint64 graceMs);

/// "CN=Authority" for people.
QString issuerOf(const X509_CRL* list);

} // namespace busheng
