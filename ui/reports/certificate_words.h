// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/evidence/certificate.h"

#include <QCoreApplication>
#include <QStringList>

namespace busheng {

/// What a certificate says, for the screen, the terminal and paper; in the language of the installed translator. Safe
/// for display. Thread: any.
class CertificateWords {
    Q_DECLARE_TR_FUNCTIONS(Certificate)
public:
    static QString title();
    /// Whether both sides are equal; of what was compared, where that is not all.
    static QString conclusion(const Certificate& certificate);
    /// What was compared, when, how, and who wished the certificate.
    static QStringList facts(const Certificate& certificate);
    /// By what it is proved: digest, key, whose it is.
    static QStringList proof(const Certificate& certificate);
    static QStringList tableHeader();
    static QList<QStringList> tableRows(const Certificate& certificate);
    /// All of it, line by line.
    static QStringList lines(const Certificate& certificate);
};

} // namespace busheng
