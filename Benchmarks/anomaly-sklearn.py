"""anomaly-sklearn.py DIR [ROWS]: scikit-learn's isolation forest over the .npz sets of a folder, rows chosen and seeds counted as
`anomaly` does, so that both can be compared in one sitting. Prints set,detector,auroc,average_precision,seconds and the means."""
import pathlib
import sys
import time

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, roc_auc_score

cap = int(sys.argv[2]) if len(sys.argv) > 2 else 30_000
means = []
print("set,detector,auroc,average_precision,seconds")
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.npz")):
    data = np.load(path, allow_pickle=True)
    x, y = data["X"].astype(np.float32), data["y"].astype(int).ravel()
    count = min(len(x), cap)
    rows = np.arange(count) * len(x) // count
    x, y = x[rows], y[rows]
    runs = []
    for seed in range(1, 6):
        start = time.perf_counter()
        scores = -IsolationForest(n_estimators=100, random_state=seed).fit(x).score_samples(x)
        runs.append((roc_auc_score(y, scores), average_precision_score(y, scores), time.perf_counter() - start))
    means.append(np.mean(runs, axis=0))
    print(f"{path.stem},sklearn_forest," + ",".join(f"{value:.4f}" for value in means[-1]), flush=True)
print(f"mean of {len(means)},sklearn_forest," + ",".join(f"{value:.4f}" for value in np.mean(means, axis=0)))
