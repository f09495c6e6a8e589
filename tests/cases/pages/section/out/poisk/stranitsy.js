poisk.heads(["",[[-1,["zadachi.html","Задачи","",null,"",""]]]])
