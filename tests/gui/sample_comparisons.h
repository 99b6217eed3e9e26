// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "engine/evidence/certificate.h"

namespace busheng::test {

class FakeComparisons;
struct ConsoleFixture;

/// Reconciliations of the tasks of filesNode(), newest first: the newest found four files of which each is of another
/// kind, one found nothing, one was cut short.
void setFileReconciliations(FakeComparisons& comparisons);
/// The window of a console shows the newest of them, with one file selected.
void showFileReconciliations(ConsoleFixture& console);
/// The page of settings has someRetention().
void showRetention(ConsoleFixture& console);
/// Of foundDifferences(), signed with a key of its own, for "li".
Certificate signedCertificate();
/// Every kind of records, with their rules.
std::vector<RetentionState> someRetention();

} // namespace busheng::test
