// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace busheng::bench {

/// What a figure has to reach. Without a number there is nothing to reach.
struct Goal {
    enum class Of { None, RatioAtLeast, RatioAtMost, OursAtLeast, OursAtMost };
    Of of = Of::None;
    double value = 0;

    QString text() const; ///< "ratio >= 1.2"; empty for None
};

/// One line of a suite: ours against the peer measured in the same run; ratio is ours / peer.
struct Row {
    QString name;
    std::optional<double> ours; ///< empty: not measured, `failure` says why
    std::optional<double> peer; ///< empty: nobody to compare with
    QString unit;
    Goal goal = {};
    QString failure = {};

    std::optional<double> ratio() const;
    std::optional<bool> isGoalReached() const;
};

/// What the command line says. Suites that have no use for one of them ignore it.
struct Options {
    int rounds = 3;
    qint64 rows = 1'000'000; ///< of the large workloads; the others shrink with it
    QStringList only;        ///< names of lines; empty: all
    bool ours = true;
    bool peer = true;

    bool wants(const QString& line) const;
};

double median(std::vector<double> values);

/// Of each suite the cipher, and whole packets (compressor asked, digest taken), against the bare libgcrypt or OpenSSL
/// on the same bytes.
Result<std::vector<Row>> benchCrypto(const Options& options);
/// A session of two nodes, against OpenSSL's TLS alone on the same machine.
Result<std::vector<Row>> benchLink(const Options& options);
/// Files, against rsync over ssh.
Result<std::vector<Row>> benchFiles(const Options& options);
/// PostgreSQL to PostgreSQL, against its own logical replication.
Result<std::vector<Row>> benchPostgres(const Options& options);
/// MariaDB to MariaDB, against its own replication.
Result<std::vector<Row>> benchMariaDb(const Options& options);
/// What the trigger route costs a source's writers, and how fast a comparison of both ends is.
Result<std::vector<Row>> benchRoutes(const Options& options);
/// PostgreSQL to MariaDB and back, against what the target's server inserts by itself.
Result<std::vector<Row>> benchUnlike(const Options& options);

/// A load by a package on media, of three times the rows: export, import, quality gate and the changes behind it,
/// against pg_dump and pg_restore.
Result<std::vector<Row>> benchOffline(const Options& options);

} // namespace busheng::bench
