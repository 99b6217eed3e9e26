// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng::demo {

/// What the demo says while it runs: numbered steps, lines, and a progress bar that is redrawn in place on a terminal
/// and left out elsewhere.
class DemoScreen {
public:
    DemoScreen();
    void step(const QString& title);
    void line(const QString& text);
    /// A claim that was checked.
    void checked(const QString& text);
    void progress(const QString& what, quint64 done, quint64 of);
    void endProgress();

private:
    bool m_isTerminal = false;
    bool m_barShown = false;
    int m_step = 0;
};

} // namespace busheng::demo
