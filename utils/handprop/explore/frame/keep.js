// Widgets that no kernel knows: restored from a saved notebook, or left behind by a kernel that has ended.
//
// JupyterLab saves with a notebook only the widgets that speak to a kernel; without the others, the notebook would open
// with an error in their place.  So while they are shown they are given somebody to speak to, who never answers.

const nobody = (id) => ({
  comm_id: id, send: () => "", close: () => "", on_msg() {}, on_close() {}, nobody: true,
});

function accompany(part) {
  if (part.comm_live) return;
  part.comm = nobody(part.model_id);
  part.comm_live = true;
}

function leave(part) {
  if (!part.comm?.nobody) return;
  part.comm_live = false;
  part.comm = undefined;
}

// JupyterLab never forgets a comm (each waits for a restart of its kernel), nor what answers it: a closed model, and
// by it every node of its last view.
const deaf = () => {};

function letGo(part) {
  if (part.handpropLetsGo) return;
  part.handpropLetsGo = true;
  part.once("destroy", () => {
    part.comm?.on_msg?.(deaf);
    part.comm?.on_close?.(deaf);
  });
}

/** Keep the widgets whose ids the model names, as long as they are shown; returns how to end it.
 * @param {any} model */
export function keepFamily(model) {
  let ended = false;
  const found = [];
  const manager = model.widget_manager;
  (model.get("family") ?? []).forEach(async (id) => {
    if (!manager?.has_model?.(id)) return;
    const part = await manager.get_model(id);
    if (ended) return;
    const follow = () => accompany(part);
    letGo(part);
    part.on("comm_live_update", follow);
    found.push([part, follow]);
    follow();
  });
  return () => {
    ended = true;
    found.forEach(([part, follow]) => {
      part.off("comm_live_update", follow);
      leave(part);
    });
  };
}
